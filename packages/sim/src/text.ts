/** How the core writes numbers in sentences. */

const UNITS = ["KiB", "MiB", "GiB", "TiB"];

/** Thousands with commas: 459776 -> "459,776". */
export function count(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A number of things: "1 section", "2 sections". */
export function things(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** "1 page", "2 pages". */
export function pages(value: number): string {
  return things(value, "page");
}

/** Binary units, at most two decimals, whole where it can be: 2621440 -> "2.5 MiB". */
export function bytes(value: number): string {
  if (value < 1024) return `${count(value)} B`;
  let unit = -1;
  let scaled = value;
  while (scaled >= 1024 && unit < UNITS.length - 1) {
    scaled /= 1024;
    unit++;
  }
  const hundredths = Math.floor(scaled * 100);
  const fraction = String(hundredths % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  const whole = count(Math.floor(hundredths / 100));
  return `${whole}${fraction === "" ? "" : `.${fraction}`} ${UNITS[unit]}`;
}

/** An address in hexadecimal, lower case. */
export function address(value: number): string {
  return `0x${value.toString(16)}`;
}
