import type { FieldSpec, FieldValue } from "./field-spec";

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB"] as const;
const MINUS = "\u2212";

/** By their decimals: to make one takes twenty times as long as to use it. */
const FORMATS = new Map<number, Intl.NumberFormat>();

function formatOf(digits: number): Intl.NumberFormat {
  let format = FORMATS.get(digits);
  if (format === undefined) {
    format = new Intl.NumberFormat("en-US", { maximumFractionDigits: digits });
    FORMATS.set(digits, format);
  }
  return format;
}

/** Thousands with commas, a true minus sign, at most `digits` decimals. */
export function formatNumber(value: number, digits = 3): string {
  const size = Math.abs(value);
  // The engine's formatter takes a hundred times as long, and most numbers need nothing of it.
  const text = size < 1000 && Number.isInteger(size) ? String(size) : formatOf(digits).format(size);
  return value < 0 ? MINUS + text : text;
}

/** Bytes in the largest binary unit that shows them exactly: 1,048,056 KiB, 2 GiB. Returns value and unit apart. */
export function exactBytes(bytes: number): { value: string; unit: string } {
  let unit = 0;
  let value = bytes;
  while (unit < BINARY.length - 1 && value !== 0 && value % 1024 === 0) {
    value /= 1024;
    unit++;
  }
  return { value: formatNumber(value), unit: BINARY[unit] ?? "B" };
}

/** Bytes rounded for reading: one decimal in the largest unit that leaves at least 1. */
export function roundBytes(bytes: number): string {
  let unit = 0;
  let value = Math.abs(bytes);
  while (unit < BINARY.length - 1 && value >= 1024) {
    value /= 1024;
    unit++;
  }
  return `${formatNumber(Math.sign(bytes) * value, 1)} ${BINARY[unit] ?? "B"}`;
}

/** A field's value and unit apart, as the card shows them. */
export function valueParts(spec: FieldSpec, value: FieldValue): { value: string; unit: string } {
  if (typeof value === "boolean") return { value: value ? "yes" : "no", unit: "" };
  if (typeof value === "string")
    return { value: spec.options?.find((o) => o.value === value)?.label ?? value, unit: "" };
  if (spec.type === "bytes") return exactBytes(value);
  return { value: formatNumber(value), unit: spec.unit ?? "" };
}

/** A field's value as one text, e.g. "4 KiB", "10 order". */
export function formatValue(spec: FieldSpec, value: FieldValue): string {
  const parts = valueParts(spec, value);
  return parts.unit === "" ? parts.value : `${parts.value} ${parts.unit}`;
}

const SUFFIX: Record<string, number> = {
  "": 1,
  b: 1,
  byte: 1,
  bytes: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
  t: 1024 ** 4,
  tb: 1024 ** 4,
  tib: 1024 ** 4,
};
const TIME_MS: Record<string, number> = { us: 0.001, µs: 0.001, ms: 1, s: 1000, min: 60_000 };

/**
 * What a person typed, as the field's number: "4M", "0x400", "1,024 KiB", "1024 pages", "2.5 s", "−5".
 * Returns null if it is no number in a unit that fits. Range is not checked here.
 */
export function parseQuantity(spec: FieldSpec, text: string, pageSizeBytes = 4096): number | null {
  const cleaned = text.trim().replaceAll(MINUS, "-").replaceAll(",", "").replaceAll("_", "");
  const match = /^([+-]?)(0x[0-9a-f]+|\d+(?:\.\d+)?|\.\d+)\s*([a-zµ%/ ]*)$/i.exec(cleaned);
  if (!match) return null;
  const magnitude = Number(match[2]);
  const unit = (match[3] ?? "").trim().toLowerCase();
  const factor = unitFactor(spec, unit, pageSizeBytes);
  if (factor === null || !Number.isFinite(magnitude)) return null;
  const value = (match[1] === "-" ? -1 : 1) * magnitude * factor;
  // 2.3 GiB is no whole number of bytes: an integer field takes the nearest one.
  return spec.type === "bytes" ? Math.round(value) : value;
}

function unitFactor(spec: FieldSpec, unit: string, pageSizeBytes: number): number | null {
  const isPages = unit === "page" || unit === "pages";
  if (spec.type === "bytes") return isPages ? pageSizeBytes : (SUFFIX[unit] ?? null);
  const own = (spec.unit ?? "").toLowerCase();
  if (unit === "" || unit === own) return 1;
  if (own === "pages") {
    if (isPages) return 1;
    const bytes = SUFFIX[unit];
    return bytes === undefined ? null : bytes / pageSizeBytes;
  }
  const from = TIME_MS[unit];
  const to = TIME_MS[own];
  return from === undefined || to === undefined ? null : from / to;
}
