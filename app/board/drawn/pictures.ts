import type { Drawing } from "@carveout/canvas";
import {
  frameDrawing,
  imageDrawing,
  inkDrawing,
  type ShapeLook,
  shapeDrawing,
  textDrawing,
} from "@carveout/canvas/drawings";
import {
  type Colour,
  type Corner,
  type DrawnJson,
  type Fields,
  type Fill,
  type Form,
  type InkJson,
  readStroke,
  type ShapeJson,
  type StrokeWidth,
  type TextJson,
  type TextSize,
} from "@carveout/model";
import { imageAddress } from "../../api";
import { itemName } from "../cards/item-name";
import { sourceLines } from "../cards/source-lines";
import { COLOUR_TOKENS, STROKE_PIXELS, TEXT_PIXELS } from "./looks";

export interface DrawingContext {
  board: string;
  /** Its words are being written just now, over the drawing. */
  isWritten: boolean;
}

/** An item as it is drawn. */
export function drawingOf(item: DrawnJson | TextJson, { board, isWritten }: DrawingContext): Drawing {
  switch (item.kind) {
    case "shape":
      return shapeDrawing(shapeLook(item, isWritten));
    case "ink":
      return inkOf(item);
    case "frame":
      return frameDrawing(itemName(item));
    case "image":
      return imageDrawing(imageAddress(board, item.hash), itemName(item));
    case "text":
      return textDrawing({
        lines: sourceLines(item.text || "Text"),
        size: TEXT_PIXELS[word<TextSize>(item.fields, "size", "medium")],
        colour: colourOf(item.fields),
        title: itemName(item),
      });
  }
}

export function shapeLook(item: Pick<ShapeJson, "text" | "fields" | "kind">, isWritten: boolean): ShapeLook {
  const { fields } = item;
  return {
    form: word<Form>(fields, "form", "rectangle"),
    colour: colourOf(fields),
    fill: word<Fill>(fields, "fill", "none"),
    width: widthOf(fields),
    isDashed: fields.dashed === true,
    start: word<Corner>(fields, "start", "top left"),
    label: isWritten ? "" : item.text,
    title: item.text || word<Form>(fields, "form", "rectangle"),
  };
}

function inkOf(item: InkJson): Drawing {
  // The gate lets no stroke in that can't be read.
  const stroke = readStroke(item.stroke) ?? { w: 1, h: 1, points: [] };
  return inkDrawing({
    colour: colourOf(item.fields),
    width: widthOf(item.fields),
    drawn: { w: stroke.w, h: stroke.h },
    points: stroke.points,
    title: itemName(item),
  });
}

export function colourOf(fields: Fields): string {
  return COLOUR_TOKENS[word<Colour>(fields, "colour", "ink")];
}

export function widthOf(fields: Fields): number {
  return STROKE_PIXELS[word<StrokeWidth>(fields, "stroke", "thin")];
}

/** A field that is one of some words; what is written was judged. */
function word<Word extends string>(fields: Fields, key: string, given: Word): Word {
  return (fields[key] as Word | undefined) ?? given;
}
