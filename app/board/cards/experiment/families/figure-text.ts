import { formatNumber, roundBytes } from "@carveout/model";
import type { Figure } from "@carveout/sim";
import { pagesText } from "../../figures";

/** A figure with its unit: "1,234 pages", "2.3 MiB", "12.5 %"; what is counted stands in the label. */
export function figureText(value: Figure["value"], unit: Figure["unit"]): string {
  if (typeof value === "string") return value;
  switch (unit) {
    case "pages":
      return pagesText(value);
    case "bytes":
      return roundBytes(value);
    case "percent":
      return `${formatNumber(value, 1)} %`;
    case "count":
    case "address":
      return formatNumber(value);
  }
}
