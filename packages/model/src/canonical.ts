import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * One text for one value: keys sorted by code unit, no white space, numbers as ECMAScript prints them.
 * Throws a TypeError on what JSON cannot hold (undefined, functions, NaN, infinities), so that two values never share a text.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`);
    return `{${entries.join(",")}}`;
  }
  throw new TypeError(`A value of type ${typeof value} has no canonical JSON.`);
}

/** SHA-256 of the canonical JSON, hex. */
export function contentHash(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
}

/**
 * Hexadecimal digits of a run's hash that a line of a mail holds beside an address, and that still mean one run: among a million, two share them
 * once in five hundred cases, and then they are told apart by more digits.
 */
export const SHORT_RUN = 12;
