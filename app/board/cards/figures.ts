import { formatNumber } from "@carveout/model";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
/** From here on MiB have six digits and more, and nobody reads them. */
const GIB_FROM_BYTES = 64 * GIB;

/** A size with one decimal, always: figures below each other line up. `wholeBytes` picks the unit, so that all parts of one memory share it. */
export function sizeText(bytes: number, wholeBytes = bytes): string {
  const inGib = Math.abs(wholeBytes) >= GIB_FROM_BYTES;
  const value = bytes / (inGib ? GIB : MIB);
  return `${oneDecimal(value)} ${inGib ? "GiB" : "MiB"}`;
}

export function pagesText(pages: number): string {
  return `${formatNumber(pages)} ${pages === 1 ? "page" : "pages"}`;
}

/** Both forms: 73,020 pages (285.2 MiB). */
export function bothForms(pages: number, pageSizeBytes: number): string {
  return `${pagesText(pages)} (${sizeText(pages * pageSizeBytes)})`;
}

/** "27.9 %". A share of nothing is 0. */
export function percentText(part: number, whole: number): string {
  return `${oneDecimal(whole === 0 ? 0 : (part / whole) * 100)} %`;
}

function oneDecimal(value: number): string {
  const fixed = Math.abs(value).toLocaleString("en-US", {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return value < 0 && fixed !== "0.0" ? `\u2212${fixed}` : fixed;
}

/** Simulated time with three decimals: "6.214 s". */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toLocaleString("en-US", { minimumFractionDigits: 3, maximumFractionDigits: 3 })} s`;
}

/** "6.4 of 10 s". */
export function reachedText(tMs: number, durationMs: number): string {
  const reached = (tMs / 1000).toLocaleString("en-US", {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return `${reached} of ${formatNumber(durationMs / 1000)} s`;
}

/** "1st", "2nd", "3rd", "4th", "11th". */
export function ordinal(n: number): string {
  const tens = n % 100;
  if (tens >= 11 && tens <= 13) return `${n}th`;
  return `${n}${["th", "st", "nd", "rd"][n % 10] ?? "th"}`;
}

/** "1 warning", "2 warnings". */
export function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(n)} ${n === 1 ? noun : plural}`;
}

/** An address or a page frame number: "0x2a800". */
export function hexText(value: number): string {
  return `0x${value.toString(16)}`;
}
