import { formatNumber } from "@carveout/model";
import type { FigureUnit } from "@carveout/sim";
import { bothForms } from "../cards/figures";

export type Quantity = FigureUnit;

/** How values are shown: divided by `divisor` they are in the unit `name`. The formats take divided values. */
export interface QuantityScale {
  divisor: number;
  /** "" for what is only counted. */
  name: string;
  /** Top of the axis. */
  max: number;
  formatEnd(value: number): string;
  formatExact(value: number): string;
  formatCell(value: number): string;
  cellUnit: string;
}

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB"] as const;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
/** From here on MiB have six digits and more, and nobody reads them. */
const GIB_FROM_BYTES = 64 * GIB;

const short = (value: number) => formatNumber(value, Math.abs(value) < 10 ? 1 : 0);

/** The scale for a quantity whose largest value is `most`. */
export function scaleOf(unit: Quantity, most: number, pageSizeBytes: number): QuantityScale {
  switch (unit) {
    case "pages":
      return pagesScale(most, pageSizeBytes);
    case "bytes":
      return bytesScale(most);
    case "percent":
      return {
        ...plainScale(Math.max(most, 100)),
        name: "%",
        formatExact: (value) => `${formatNumber(value, 1)} %`,
        cellUnit: "%",
      };
    case "count":
      return countScale(most);
  }
}

function plainScale(max: number): QuantityScale {
  return {
    divisor: 1,
    name: "",
    max,
    formatEnd: short,
    formatExact: (value) => formatNumber(value, 1),
    formatCell: (value) => formatNumber(value, 1),
    cellUnit: "count",
  };
}

/** From these counts on the axis would not hold the digits. */
const LARGE_COUNTS = [
  { from: 1_000_000, divisor: 1_000_000, name: "million" },
  { from: 10_000, divisor: 1000, name: "thousand" },
];

function countScale(most: number): QuantityScale {
  const large = LARGE_COUNTS.find(({ from }) => most >= from);
  if (large === undefined) return plainScale(most);
  const { divisor, name } = large;
  const exact = (value: number) => formatNumber(Math.round(value * divisor));
  return {
    divisor,
    name,
    max: most / divisor,
    formatEnd: short,
    formatExact: exact,
    formatCell: exact,
    cellUnit: "count",
  };
}

/** Memory counted in pages is read in MiB, and in both where it is read exactly; less than a MiB stays in pages. */
function pagesScale(most: number, pageSizeBytes: number): QuantityScale {
  if (most > 0 && most * pageSizeBytes < MIB)
    return {
      ...plainScale(most),
      name: "pages",
      formatExact: (value) => bothForms(Math.round(value), pageSizeBytes),
      cellUnit: "pages",
    };
  const isLarge = most * pageSizeBytes >= GIB_FROM_BYTES;
  const divisor = (isLarge ? GIB : MIB) / pageSizeBytes;
  const name = isLarge ? "GiB" : "MiB";
  return {
    divisor,
    name,
    max: most / divisor,
    formatEnd: short,
    formatExact: (value) => bothForms(Math.round(value * divisor), pageSizeBytes),
    formatCell: (value) => `${formatNumber(Math.round(value * divisor))} (${formatNumber(value, 1)})`,
    cellUnit: `pages (${name})`,
  };
}

function bytesScale(most: number): QuantityScale {
  let power = 0;
  while (power < BINARY.length - 1 && most >= 1024 ** (power + 1)) power++;
  const divisor = 1024 ** power;
  const name = BINARY[power] ?? "B";
  const exact = (value: number) =>
    `${formatNumber(Math.round(value * divisor))} B (${formatNumber(value, 1)} ${name})`;
  return {
    divisor,
    name,
    max: most / divisor,
    formatEnd: short,
    formatExact: exact,
    formatCell: (value) => `${formatNumber(Math.round(value * divisor))} (${formatNumber(value, 1)})`,
    cellUnit: `B (${name})`,
  };
}
