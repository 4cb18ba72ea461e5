import type { FieldSpec } from "../field-spec";
import { fieldsShape, plainShape } from "../shape";
import { isFiniteNumber, isPlainObject } from "./geometry";

export const IMAGE_FIELDS: readonly FieldSpec[] = [
  {
    key: "alt",
    label: "Description",
    type: "text",
    maxLength: 500,
    default: "",
    help: "What the picture shows, for those who can't see it and for the outline.",
  },
];

export const imageFields = fieldsShape("Image", IMAGE_FIELDS);

/** Longest side of a picture, its own pixels: what a browser decodes without trouble. */
export const MAX_IMAGE_SIDE = 16_384;

/** SHA-256 of the picture's bytes, which the server keeps beside the board. */
export const imageHashShape = plainShape(
  "Picture",
  (value) =>
    typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? null : "is not the hash of a picture",
  { required: true, fixed: true },
);

/** The picture's own pixels. */
export interface NaturalSize {
  w: number;
  h: number;
}

export const naturalSizeShape = plainShape(
  "Size of the picture",
  (value) => {
    const isSide = (side: unknown) =>
      isFiniteNumber(side) && Number.isInteger(side) && side >= 1 && side <= MAX_IMAGE_SIDE;
    return isPlainObject(value, ["w", "h"]) && isSide(value.w) && isSide(value.h)
      ? null
      : `is not of the form {w, h} with whole numbers of 1 to ${MAX_IMAGE_SIDE.toLocaleString("en-US")}`;
  },
  { required: true, fixed: true },
);
