/** True where a dialog, a menu or a view lies over the page: a key press is for it. */
export function isOverlaid(target: EventTarget | null): boolean {
  return (
    document.querySelector(":modal, [data-view]") !== null ||
    (target instanceof HTMLElement && target.closest("dialog, [role=menu]") !== null)
  );
}

/** True where a dialog or a menu in the top layer answers the keys, whatever lies below. */
export function isOverlaidByPopup(): boolean {
  return document.querySelector(":modal, :popover-open") !== null;
}

/** True where a key press is text, or an answer to a control, so that a single letter must not start anything else. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || isOverlaid(target);
}

/** True where what is typed is text, with an undo and a clipboard of its own. A list has neither: there a key with Ctrl is no answer to it. */
export function isWriting(target: EventTarget | null): boolean {
  return isTyping(target) && !(target instanceof HTMLSelectElement);
}

/** A key with its modifiers in one word, as "Ctrl+Shift+z", "Shift+1", "v". Command counts as Ctrl. Letters are in lower case. */
export function keyName(event: KeyboardEvent): string {
  const code = codeKey(event);
  const key = code !== undefined ? code : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isSign = event.key.length === 1 && code === undefined && !/[a-z0-9]/i.test(key);
  return [
    event.ctrlKey || event.metaKey ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    event.shiftKey && !isSign ? "Shift" : "",
    key,
  ]
    .filter(Boolean)
    .join("+");
}

const BRACKETS: Readonly<Record<string, string>> = { BracketLeft: "[", BracketRight: "]" };

/** What is written on the key itself, where Shift or Alt make another character of it. */
function codeKey({ code, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): string | undefined {
  const digit = shiftKey ? /^Digit(\d)$/.exec(code)?.[1] : undefined;
  const letter = altKey ? /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() : undefined;
  return digit ?? letter ?? (shiftKey && (ctrlKey || metaKey) ? BRACKETS[code] : undefined);
}

/** The name that `keyName` gives the key of a shown hint: "Ctrl Shift Z" is "Ctrl+Shift+z". */
export function keyOfHint(hint: string): string {
  const parts = hint.split(" ");
  const key = parts.pop() ?? "";
  return [...parts, key === "Del" ? "Delete" : key.length === 1 ? key.toLowerCase() : key].join("+");
}

/** A shown hint as `aria-keyshortcuts` wants it: "Ctrl Shift Z" is "Control+Shift+Z". */
export function ariaKeys(hint: string | undefined): string | undefined {
  return hint?.replace("Ctrl", "Control").replace("Del", "Delete").replaceAll(" ", "+");
}

/** A key that types a character when nothing else is held. */
export function isLetterKey(name: string): boolean {
  return name.length === 1;
}
