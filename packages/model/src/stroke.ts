/**
 * A stroke of a pen as a short string: the size of the box it was drawn in, then each point as its difference to the one before, all as
 * whole numbers of base 32 digits in letters that JSON leaves alone. About five characters a point; an item's own box scales it.
 */

export interface StrokePoint {
  /** Board pixels from the top left corner of the box. */
  x: number;
  y: number;
  /** 0 to 1. */
  pressure: number;
}

export interface Stroke {
  w: number;
  h: number;
  points: readonly StrokePoint[];
}

/** Longest stroke: a minute of a pen that is asked a hundred times a second; more is another stroke. */
export const MAX_STROKE_POINTS = 4000;
/** Characters; what that many points take when each is far from the one before. */
export const MAX_STROKE_LENGTH = 48_000;

/** Steps to a board pixel: finer than a screen shows at 400 %. */
const STEPS = 4;
const PRESSURES = 31;
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));
/** Largest number that may be written: beyond it no box fits. */
const MOST = 2 ** 24;

export function writeStroke({ w, h, points }: Stroke): string {
  let text = number(Math.round(w * STEPS)) + number(Math.round(h * STEPS));
  let before = [0, 0, 0];
  for (const { x, y, pressure } of points) {
    const now = [Math.round(x * STEPS), Math.round(y * STEPS), Math.round(pressure * PRESSURES)];
    now.forEach((value, i) => {
      text += number(zigzag(value - (before[i] ?? 0)));
    });
    before = now;
  }
  return text;
}

/** null where the text is not one that `writeStroke` makes: a digit missing or too many, a point outside of the box. */
export function readStroke(text: string): Stroke | null {
  const numbers = readNumbers(text);
  const [w, h, ...deltas] = numbers ?? [];
  if (w === undefined || h === undefined || w < 1 || h < 1) return null;
  const count = deltas.length / 3;
  if (!Number.isInteger(count) || count < 1 || count > MAX_STROKE_POINTS) return null;
  const points: StrokePoint[] = [];
  let at = [0, 0, 0];
  for (let i = 0; i < deltas.length; i += 3) {
    const [x, y, p] = at.map((value, k) => value + unzigzag(deltas[i + k] ?? 0)) as [number, number, number];
    if (x < 0 || y < 0 || p < 0 || x > w || y > h || p > PRESSURES) return null;
    at = [x, y, p];
    points.push({ x: x / STEPS, y: y / STEPS, pressure: p / PRESSURES });
  }
  return { w: w / STEPS, h: h / STEPS, points };
}

function number(value: number): string {
  let text = "";
  let rest = value;
  while (rest >= 32) {
    text += DIGITS[32 + (rest % 32)];
    rest = Math.floor(rest / 32);
  }
  return text + DIGITS[rest];
}

function readNumbers(text: string): number[] | null {
  const numbers: number[] = [];
  let [value, weight] = [0, 1];
  for (const digit of text) {
    const read = VALUES.get(digit);
    if (read === undefined || value + (read % 32) * weight > MOST) return null;
    value += (read % 32) * weight;
    weight *= 32;
    if (read >= 32) continue;
    numbers.push(value);
    [value, weight] = [0, 1];
  }
  return weight === 1 ? numbers : null;
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (value: number): number => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);
