import { type PlacedJson, strategyOf, type TextJson, type TextSize } from "@carveout/model";
import { TEXT_PIXELS } from "../drawn/looks";
import { listedPatches } from "./proposal/listed-patches";
import { sourceLines } from "./source-lines";

/** A text's line against its letters; above and below all lines together, board pixels. As on its card. */
const LINE = 1.45;
const TEXT_PADDING = 8;

/** Height of what has one of its own; of a card, until it has been mounted once. Board pixels. */
export function estimateHeight(item: PlacedJson): number {
  switch (item.kind) {
    case "text":
      return sourceLines(item.text).reduce(
        (sum, { scale }) => sum + textPixels(item) * scale * LINE,
        TEXT_PADDING,
      );
    case "profile":
      return 418;
    case "strategy":
      return 96 + 26 * (strategyOf(item.family, item.type)?.params.length ?? 0);
    case "workload":
      return 478;
    case "experiment":
      return Object.keys(item.fields.variants ?? {}).length === 0 ? 170 : 560;
    case "proposal":
      return 118 + 20 * listedPatches(item).length;
    case "note":
      return 20 + 18 * Math.max(3, item.text.split("\n").length);
    default:
      return item.geo.h;
  }
}

function textPixels({ fields }: TextJson): number {
  return TEXT_PIXELS[(fields.size as TextSize | undefined) ?? "medium"];
}
