import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";

/** Places in the pile are fractional-indexing keys: between two of them there is always another, so that moving one item writes one key. */

/** Beyond this a key is refused: with honest use they stay below twenty characters. */
const MAX_KEY_LENGTH = 120;

export function isOrderKey(value: unknown): value is string {
  if (typeof value !== "string" || !/^[0-9A-Za-z]+$/.test(value) || value.length > MAX_KEY_LENGTH)
    return false;
  try {
    generateKeyBetween(value, null);
    return true;
  } catch {
    return false;
  }
}

/** The key above all of these. Keys that are none, as older boards may hold, lie below. */
export function keyAbove(keys: Iterable<unknown>): string {
  let top: string | null = null;
  for (const key of keys) if (isOrderKey(key) && (top === null || key > top)) top = key;
  return generateKeyBetween(top, null);
}

/** An item in the pile. */
export interface Piled {
  id: string;
  z: string;
}

export type PileMove = "front" | "forward" | "backward" | "back";

/** From back to front: by key, then by id, as everybody draws them. */
export function inPileOrder<T extends Piled>(items: Iterable<T>): T[] {
  return [...items].sort((a, b) => (a.z < b.z ? -1 : a.z > b.z ? 1 : a.id < b.id ? -1 : 1));
}

/**
 * The new keys that bring the chosen items to the front or back of the pile, or one step past the next item that is not chosen. Among
 * themselves they keep their order. Nothing where they lie there already.
 */
export function restacked(pile: readonly Piled[], chosen: ReadonlySet<string>, to: PileMove): Piled[] {
  const before = inPileOrder(pile);
  const after = sequence(before, chosen, to);
  if (after.every(({ id }, index) => id === before[index]?.id)) return [];
  return rekeyed(after, chosen);
}

function sequence(pile: readonly Piled[], chosen: ReadonlySet<string>, to: PileMove): Piled[] {
  const isChosen = ({ id }: Piled) => chosen.has(id);
  const [moving, resting] = [pile.filter(isChosen), pile.filter((item) => !isChosen(item))];
  if (to === "front") return [...resting, ...moving];
  if (to === "back") return [...moving, ...resting];
  const towards = to === "forward" ? [...pile].reverse() : [...pile];
  // From the side they go to: each steps past its neighbour unless that goes as well.
  for (let at = 1; at < towards.length; at++) {
    const [next, item] = [towards[at - 1], towards[at]];
    if (next && item && isChosen(item) && !isChosen(next)) {
      towards[at - 1] = item;
      towards[at] = next;
    }
  }
  return to === "forward" ? towards.reverse() : towards;
}

/** Keys for the chosen ones between their resting neighbours. Where two people gave neighbours the same key, one of those moves as well. */
function rekeyed(sequence: readonly Piled[], chosen: ReadonlySet<string>): Piled[] {
  const changed: Piled[] = [];
  let low: string | null = null;
  let waiting: string[] = [];
  const place = (high: string | null) => {
    const keys = generateNKeysBetween(low, high, waiting.length);
    waiting.forEach((id, index) => {
      changed.push({ id, z: keys[index] ?? "" });
    });
    waiting = [];
  };
  for (const { id, z } of sequence) {
    const isFree = low === null || z > low || (z === low && waiting.length === 0);
    if (chosen.has(id) || !isOrderKey(z) || !isFree) {
      waiting.push(id);
      continue;
    }
    if (waiting.length > 0) place(z);
    low = z;
  }
  if (waiting.length > 0) place(null);
  return changed;
}
