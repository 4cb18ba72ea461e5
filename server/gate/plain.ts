/** Deepest nesting and largest size of one value under a key. The largest honest one is an import's list of facts, 8 KiB. */
const MAX_DEPTH = 8;
const MAX_VALUE_LENGTH = 16_384;

/** Why `value` is not plain JSON of a sensible size, as the end of a sentence, or null. It comes from the network: anything may be in it. */
export function plainProblem(value: unknown): string | null {
  if (!isPlain(value, 0)) return "is not plain data";
  return typeof value === "object" && value !== null && JSON.stringify(value).length > MAX_VALUE_LENGTH
    ? "is larger than 16 KiB"
    : null;
}

function isPlain(value: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every((entry) => isPlain(entry, depth + 1));
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.keys(value).every(
    (key) => !(key in Object.prototype) && isPlain((value as Record<string, unknown>)[key], depth + 1),
  );
}
