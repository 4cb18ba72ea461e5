import { formatNumber } from "@carveout/model";

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

/** A scale to two digits: "3.2 MiB", "820 KiB". */
export function scaleText(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${formatNumber(Number(value.toPrecision(2)), 2)} ${UNITS[unit]}`;
}
