import { isOrderKey } from "../order";
import { plainShape } from "../shape";

/** Where an item lies: board units (1 = one CSS pixel at 100 %). The height follows from the content. */
export interface Geometry {
  x: number;
  y: number;
  w: number;
}

/** Where an item lies whose height is its own. */
export interface BoxGeometry extends Geometry {
  h: number;
}

/** Beyond a million pixels, coordinates lose sub-pixel precision in a canvas transform. */
export const BOARD_LIMIT = 1_000_000;

export const geometryShape = plainShape(
  "Place",
  (value) => {
    if (!isPlainObject(value, ["x", "y", "w"])) return "is not a place of the form {x, y, w}";
    const { x, y, w } = value;
    if (!isFiniteNumber(x) || !isFiniteNumber(y) || !isFiniteNumber(w))
      return "has a coordinate that is not a number";
    if (Math.abs(x) > BOARD_LIMIT || Math.abs(y) > BOARD_LIMIT)
      return `lies more than ${BOARD_LIMIT.toLocaleString("en-US")} from the middle`;
    return w >= 60 && w <= 4000 ? null : "is not between 60 and 4,000 wide";
  },
  { required: true },
);

/** Longest side of an item with a height of its own, board pixels: a frame around a thousand cards. */
export const MAX_BOX_SIDE = 100_000;

export const boxGeometryShape = plainShape(
  "Place",
  (value) => {
    if (!isPlainObject(value, ["x", "y", "w", "h"])) return "is not a place of the form {x, y, w, h}";
    const { x, y, w, h } = value;
    if (![x, y, w, h].every(isFiniteNumber)) return "has a coordinate that is not a number";
    const box = value as unknown as BoxGeometry;
    if (Math.abs(box.x) > BOARD_LIMIT || Math.abs(box.y) > BOARD_LIMIT)
      return `lies more than ${BOARD_LIMIT.toLocaleString("en-US")} from the middle`;
    const isSide = (side: number) => side >= 1 && side <= MAX_BOX_SIDE;
    return isSide(box.w) && isSide(box.h)
      ? null
      : `has a side that is not between 1 and ${MAX_BOX_SIDE.toLocaleString("en-US")}`;
  },
  { required: true },
);

/** Order in the pile: a fractional-indexing key. */
export const orderShape = plainShape("Order", (value) => (isOrderKey(value) ? null : "is not an order key"), {
  required: true,
});

export function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** True for an object literal with exactly these keys. */
export function isPlainObject<K extends string>(
  value: unknown,
  keys: readonly K[],
): value is Record<K, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const own = Object.keys(value);
  return own.length === keys.length && keys.every((key) => Object.hasOwn(value, key));
}
