import {
  exactBytes,
  type FieldSpec,
  type FieldValue,
  formatValue,
  parseQuantity,
  valueParts,
} from "@carveout/model";

/** What a person typed, read: a value to write (undefined = back to the default), or the sentence that says why it is none. */
export type Entry = { value: FieldValue | undefined } | { problem: string };

const UNIT_BYTES: Record<string, number> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** The text that stands in the box while somebody edits it: bytes with their unit, other numbers bare. */
export function entryText(spec: FieldSpec, value: FieldValue): string {
  if (typeof value === "number" && spec.type !== "bytes")
    return formatValue({ ...spec, unit: undefined }, value);
  return formatValue(spec, value);
}

/**
 * Reads a number or a text. A bare decimal number is in the unit that was shown: who changes 1,024 KiB to 2048 means KiB. Addresses (0x) are
 * bytes. Whether the value is in range is not judged here: the gate does, and its refusal says why.
 */
export function readEntry(spec: FieldSpec, text: string, shown: FieldValue, pageSizeBytes: number): Entry {
  if (text.trim() === "") return { value: undefined };
  if (spec.type === "text") return { value: text };
  const value = parseQuantity(spec, withShownUnit(spec, text, shown), pageSizeBytes);
  if (value !== null) return { value };
  return {
    problem: `“${cut(text.trim())}” is no ${nounOf(spec)}. Kept ${formatValue(spec, shown)}; ${exampleOf(spec)}`,
  };
}

function withShownUnit(spec: FieldSpec, text: string, shown: FieldValue): string {
  const isBare = /^\s*[+\-\u2212]?[\d.,_]+\s*$/.test(text);
  return isBare && spec.type === "bytes" && typeof shown === "number"
    ? `${text} ${exactBytes(shown).unit}`
    : text;
}

function cut(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}

function nounOf(spec: FieldSpec): string {
  if (spec.type === "bytes") return "size";
  return spec.unit === "ms" ? "time" : "number";
}

function exampleOf(spec: FieldSpec): string {
  if (spec.type === "bytes") return "type one such as 4M, 0x400 or 1024 pages.";
  if (spec.unit === "ms") return "type one such as 250 or 2.5 s.";
  if (spec.unit === "pages") return "type one such as 1024 or 4M.";
  return "type one such as 12.";
}

/** The range without what repeats itself: "0 to 13", "4 KiB to 16 TiB", "0 to 4,096 pages"; null where there is none. */
export function shortRange(spec: FieldSpec): string | null {
  if (spec.min === undefined || spec.max === undefined) return null;
  const low = valueParts(spec, spec.min);
  const high = valueParts(spec, spec.max);
  const unit = high.unit === (spec.unit ?? "") && high.value.length < 4 ? "" : ` ${high.unit}`;
  return `${low.value}${low.unit === high.unit ? "" : ` ${low.unit}`} to ${high.value}${unit}`.trimEnd();
}

/** What the text so far would be, where it is written another way than the canonical one; null where that says nothing new. */
export function previewOf(
  spec: FieldSpec,
  text: string,
  shown: FieldValue,
  pageSizeBytes: number,
): string | null {
  const entry = readEntry(spec, text, shown, pageSizeBytes);
  if ("problem" in entry || entry.value === shown) return null;
  if (entry.value === undefined) return `default, ${formatValue(spec, spec.default)}`;
  const canonical = formatValue(spec, entry.value);
  const bare = (t: string) => t.replaceAll(",", "").replaceAll(" ", "").toLowerCase();
  return bare(canonical) === bare(text) || bare(entryText(spec, entry.value)) === bare(text)
    ? null
    : canonical;
}

/**
 * The value one arrow key away: by the unit it is shown in, or the smaller one where that would leave nothing; ten times as far with Shift.
 * Arrows stay inside the range, where typing may leave it.
 */
export function stepped(spec: FieldSpec, value: number, direction: 1 | -1, times: 1 | 10): number {
  const unit = naturalStep(spec, value, direction, times);
  const next = roundTo(value + direction * times * unit);
  return Math.min(spec.max ?? Infinity, Math.max(spec.min ?? -Infinity, next));
}

function naturalStep(spec: FieldSpec, value: number, direction: 1 | -1, times: number): number {
  const smallest = spec.step ?? (spec.type === "number" && (spec.max ?? Infinity) <= 1 ? 0.01 : 1);
  if (spec.type !== "bytes") return smallest;
  let unit = UNIT_BYTES[exactBytes(value).unit] ?? 1;
  while (direction < 0 && unit > 1 && value - unit * times < (spec.min ?? 0)) unit /= 1024;
  return Math.max(unit, smallest);
}

/** Keeps 0.1 + 0.2 from becoming 0.30000000000000004. */
function roundTo(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}
