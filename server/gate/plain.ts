/** Deepest nesting and largest size of one value under a key. The largest honest one is an import's list of facts, 8 KiB. */
const MAX_DEPTH = 8;
const MAX_VALUE_LENGTH = 16_384;

/** At most so long is a number as JSON, and with its quotes, colon and comma whatever stands around a value. */
const MAX_AROUND = 32;
/** At most so long is one character of a text as JSON: \u0000. */
const MAX_CHARACTER = 6;

const RESERVED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** True for a name that means something to every object: as a key it would do more than hold a value. */
export function isReserved(key: string): boolean {
  return RESERVED.has(key);
}

/** Why `value` is not plain JSON of a sensible size, as the end of a sentence, or null. It comes from the network: anything may be in it. */
export function plainProblem(value: unknown): string | null {
  const length = longest(value, 0);
  if (length === null) return "is not plain data";
  // Most values are small beyond doubt, and need not be written to be measured.
  if (length <= MAX_VALUE_LENGTH || typeof value !== "object") return null;
  return JSON.stringify(value).length > MAX_VALUE_LENGTH ? "is larger than 16 KiB" : null;
}

/** No longer than this is `value` as JSON; null if it is not plain. */
function longest(value: unknown, depth: number): number | null {
  if (depth > MAX_DEPTH) return null;
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? MAX_AROUND : null;
    case "string":
      return MAX_AROUND + value.length * MAX_CHARACTER;
    case "boolean":
      return MAX_AROUND;
    case "object":
      return value === null ? MAX_AROUND : longestOf(value, depth + 1);
    default:
      return null;
  }
}

function longestOf(value: object, depth: number): number | null {
  const isArray = Array.isArray(value);
  if (!isArray && Object.getPrototypeOf(value) !== Object.prototype) return null;
  let sum = MAX_AROUND;
  for (const key in value) {
    if (!isArray && isReserved(key)) return null;
    const length = longest((value as Record<string, unknown>)[key], depth);
    if (length === null) return null;
    sum += length + key.length * MAX_CHARACTER;
  }
  return sum;
}
