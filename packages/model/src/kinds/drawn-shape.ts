import type { FieldSpec } from "../field-spec";
import { fieldsShape } from "../shape";
import { COLOUR_FIELD, STROKE_FIELD, wordField } from "./looks";

/** Longest label of a shape, characters. */
export const MAX_LABEL_LENGTH = 500;

export const FORMS = ["rectangle", "ellipse", "diamond", "line", "arrow"] as const;
export type Form = (typeof FORMS)[number];

export const FILLS = ["none", "soft", "solid"] as const;
export type Fill = (typeof FILLS)[number];

/** Corner of its box that a line starts at; it ends at the opposite one. */
export const CORNERS = ["top left", "top right", "bottom left", "bottom right"] as const;
export type Corner = (typeof CORNERS)[number];

export const SHAPE_FIELDS: readonly FieldSpec[] = [
  wordField("form", "Form", FORMS, "What is drawn."),
  COLOUR_FIELD,
  wordField("fill", "Fill", FILLS, "What is inside: nothing, a tint of the colour, or the colour."),
  STROKE_FIELD,
  {
    key: "dashed",
    label: "Dashed",
    type: "bool",
    default: false,
    help: "A dashed line tells a plan or a guess from what is there.",
  },
  wordField("start", "Starts at", CORNERS, "Corner of the box that a line or an arrow starts at."),
];

export const drawnShapeFields = fieldsShape("Shape", SHAPE_FIELDS);
