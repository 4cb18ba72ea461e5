/** One replacement: at `index`, `remove` UTF-16 units go and `insert` comes. */
export interface TextChange {
  index: number;
  remove: number;
  insert: string;
}

/**
 * The smallest single replacement that turns `before` into `after`, or null where they are equal. Never cuts a surrogate pair in two: a CRDT
 * stores half a pair as a replacement character.
 */
export function textDiff(before: string, after: string): TextChange | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (isHigh(before, start - 1)) start--;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (isLow(before, before.length - end) || isLow(after, after.length - end)) end--;
  return {
    index: start,
    remove: before.length - start - end,
    insert: after.slice(start, after.length - end),
  };
}

function isHigh(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Where a caret at `position` stands after somebody else's change: what is inserted right at it comes after it. */
export function caretAfter(change: TextChange, position: number): number {
  if (position <= change.index) return position;
  if (position >= change.index + change.remove) return position - change.remove + change.insert.length;
  return change.index + change.insert.length;
}

/** `change` to a text, as it reads after `others` was applied to that text first. */
export function rebase(change: TextChange, others: TextChange): TextChange {
  const index = caretAfter(others, change.index);
  const end = caretAfter(others, change.index + change.remove);
  return { ...change, index, remove: Math.max(0, end - index) };
}
