import type { PresenceCaret, PresenceTrace } from "./types";

/** What others say of what they draw and where they write: anything may be in it. */

/** Numbers of a trace: twice as many as an honest client sends. */
const MAX_TRACE_NUMBERS = 500;
const MAX_TRACE_WIDTH = 32;

export function readTrace(value: unknown): PresenceTrace | null {
  if (!isRecord(value) || !Array.isArray(value.points)) return null;
  const { kind, colour, width } = value;
  if (kind !== "ink" && kind !== "laser") return null;
  if (typeof colour !== "string" || !/^[a-z][a-z0-9-]{0,15}$/.test(colour)) return null;
  if (typeof width !== "number" || !(width > 0 && width <= MAX_TRACE_WIDTH)) return null;
  const points = value.points.slice(0, MAX_TRACE_NUMBERS);
  return points.every(Number.isFinite) ? { kind, colour, width, points: points as number[] } : null;
}

export function readCaret(value: unknown): PresenceCaret | null {
  if (!isRecord(value) || !isPosition(value.anchor) || !isPosition(value.head)) return null;
  return { anchor: value.anchor, head: value.head };
}

/** A relative position inside a text of an item: beside a character, or at the end of the text. Never one that names a root. */
function isPosition(value: unknown): boolean {
  if (!isRecord(value) || (value.tname ?? null) !== null) return false;
  const { item = null, type = null } = value;
  return (item === null || isId(item)) && (type === null || isId(type)) && (item !== null || type !== null);
}

function isId(value: unknown): boolean {
  return isRecord(value) && isCount(value.client) && isCount(value.clock);
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
