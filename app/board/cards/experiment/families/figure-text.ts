import { formatNumber, roundBytes } from "@carveout/model";
import type { FigureUnit } from "@carveout/sim";
import { pagesText } from "../../figures";

/** A figure with its unit: "1,234 pages", "2.3 MiB", "12.5 %"; what is counted stands in the label. */
export function figureText(value: number, unit: FigureUnit): string {
  switch (unit) {
    case "pages":
      return pagesText(value);
    case "bytes":
      return roundBytes(value);
    case "percent":
      return `${formatNumber(value, 1)} %`;
    case "count":
      return formatNumber(value);
  }
}
