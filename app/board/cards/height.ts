import { type NoteJson, type PlacedJson, strategyOf, type TextJson, type TextSize } from "@carveout/model";
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
      return 20 + NOTE.line * Math.max(3, noteLines(item));
    default:
      return item.geo.h;
  }
}

/** A note's letters on average, its lines and the space beside them, board pixels. As on its card. */
const NOTE = { letter: 6.6, line: 18, beside: 24 };

function noteLines({ text, geo }: NoteJson): number {
  const letters = Math.max(1, (geo.w - NOTE.beside) / NOTE.letter);
  return text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / letters)), 0);
}

function textPixels({ fields }: TextJson): number {
  return TEXT_PIXELS[(fields.size as TextSize | undefined) ?? "medium"];
}
