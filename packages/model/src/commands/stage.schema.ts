import * as z from "zod";
import { line, personId, rowKey, stamp } from "./common.schema";
import { MAX_POINT_LENGTH, MAX_POINT_MINUTES, MAX_POINTS, MAX_TIMER_MS } from "./terms";

const length = z.int().min(1000).max(MAX_TIMER_MS);
const text = line(MAX_POINT_LENGTH).trim().min(1);
/** 0 = as long as it takes. */
const minutes = z.int().min(0).max(MAX_POINT_MINUTES);

/** Runs until `endsAt` of the server's clock; paused where that is null, with `leftMs` to go. */
export const timer = z.strictObject({
  lengthMs: length,
  endsAt: stamp.nullable(),
  leftMs: z.int(),
});

export const agendaPoint = z.strictObject({ id: rowKey, text, minutes, done: z.boolean() });

/** `current` is the point that is being talked about. */
export const agenda = z.strictObject({
  points: z.array(agendaPoint).max(MAX_POINTS),
  current: rowKey.nullable(),
});

/** Everybody is brought to what `by` sees. */
export const spotlight = z.strictObject({ by: personId, at: stamp });

const nothing = z.strictObject({});

export const STAGE_PAYLOADS = {
  "timer.start": z.strictObject({ lengthMs: length }),
  "timer.pause": nothing,
  "timer.resume": nothing,
  /** More time; a timer that is over runs again. */
  "timer.extend": z.strictObject({ byMs: length }),
  "timer.end": nothing,
  "agenda.add": z.strictObject({ point: rowKey, text, minutes }),
  "agenda.edit": z.strictObject({ point: rowKey, text, minutes }),
  "agenda.tick": z.strictObject({ point: rowKey, done: z.boolean() }),
  /** Behind which other point it stands; null = first. */
  "agenda.move": z.strictObject({ point: rowKey, after: rowKey.nullable() }),
  "agenda.remove": z.strictObject({ point: rowKey }),
  /** What is talked about now; its minutes start to run. null ends the agenda. */
  "agenda.go": z.strictObject({ point: rowKey.nullable() }),
  "spotlight.start": nothing,
  "spotlight.end": nothing,
};

export type TimerJson = z.infer<typeof timer>;
export type AgendaPointJson = z.infer<typeof agendaPoint>;
export type AgendaJson = z.infer<typeof agenda>;
export type SpotlightJson = z.infer<typeof spotlight>;
export type StagePayloads = {
  [Name in keyof typeof STAGE_PAYLOADS]: z.infer<(typeof STAGE_PAYLOADS)[Name]>;
};
