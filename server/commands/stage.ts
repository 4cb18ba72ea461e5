import {
  type AgendaJson,
  type AgendaPointJson,
  MAX_POINTS,
  MAX_TIMER_MS,
  readStage,
  STAGE_PAYLOADS,
  stageOf,
  type TimerJson,
  timeLeft,
} from "@carveout/model";
import { canEdit } from "../access/access";
import { type Command, type CommandContext, command } from "./command";

const MINUTE_MS = 60_000;

/** Timer, agenda and spotlight: what editors and owners lead a session with. Everybody sees it, whenever they come. */
export const STAGE_COMMANDS: readonly Command[] = [
  command({
    name: "timer.start",
    schema: STAGE_PAYLOADS["timer.start"],
    mayUse: canEdit,
    apply({ doc, now }, { lengthMs }) {
      startTimer(doc, now, lengthMs);
      return null;
    },
  }),
  command({
    name: "timer.pause",
    schema: STAGE_PAYLOADS["timer.pause"],
    mayUse: canEdit,
    apply: (context) =>
      changeTimer(context, (timer, left) => ({ ...timer, endsAt: null, leftMs: Math.max(0, left) })),
  }),
  command({
    name: "timer.resume",
    schema: STAGE_PAYLOADS["timer.resume"],
    mayUse: canEdit,
    apply: (context) =>
      changeTimer(context, (timer, left) => ({ ...timer, endsAt: context.now + left, leftMs: left })),
  }),
  command({
    name: "timer.extend",
    schema: STAGE_PAYLOADS["timer.extend"],
    mayUse: canEdit,
    apply: (context, { byMs }) =>
      changeTimer(context, (timer, left) => {
        const leftMs = Math.min(MAX_TIMER_MS, Math.max(0, left) + byMs);
        const lengthMs = Math.min(MAX_TIMER_MS, timer.lengthMs + byMs);
        return { lengthMs, leftMs, endsAt: timer.endsAt === null ? null : context.now + leftMs };
      }),
  }),
  command({
    name: "timer.end",
    schema: STAGE_PAYLOADS["timer.end"],
    mayUse: canEdit,
    apply({ doc }) {
      stageOf(doc).delete("timer");
      return null;
    },
  }),
  command({
    name: "agenda.add",
    schema: STAGE_PAYLOADS["agenda.add"],
    mayUse: canEdit,
    apply({ doc }, { point: id, text, minutes }) {
      const { points, current } = agendaOf(doc);
      if (points.some((point) => point.id === id)) return "There is a point of this id already.";
      if (points.length >= MAX_POINTS) return `An agenda has at most ${MAX_POINTS} points. Remove one first.`;
      setAgenda(doc, { points: [...points, { id, text, minutes, done: false }], current });
      return null;
    },
  }),
  command({
    name: "agenda.edit",
    schema: STAGE_PAYLOADS["agenda.edit"],
    mayUse: canEdit,
    apply: ({ doc }, { point, text, minutes }) =>
      changePoint(doc, point, (old) => ({ ...old, text, minutes })),
  }),
  command({
    name: "agenda.tick",
    schema: STAGE_PAYLOADS["agenda.tick"],
    mayUse: canEdit,
    apply: ({ doc }, { point, done }) => changePoint(doc, point, (old) => ({ ...old, done })),
  }),
  command({
    name: "agenda.move",
    schema: STAGE_PAYLOADS["agenda.move"],
    mayUse: canEdit,
    apply({ doc }, { point: id, after }) {
      const { points, current } = agendaOf(doc);
      const moved = points.find((point) => point.id === id);
      if (moved === undefined) return GONE;
      const others = points.filter((point) => point !== moved);
      const place = after === null ? 0 : others.findIndex((point) => point.id === after) + 1;
      setAgenda(doc, { points: others.toSpliced(place, 0, moved), current });
      return null;
    },
  }),
  command({
    name: "agenda.remove",
    schema: STAGE_PAYLOADS["agenda.remove"],
    mayUse: canEdit,
    apply({ doc }, { point: id }) {
      const { points, current } = agendaOf(doc);
      const left = points.filter((point) => point.id !== id);
      setAgenda(doc, { points: left, current: current === id ? null : current });
      return null;
    },
  }),
  command({
    name: "agenda.go",
    schema: STAGE_PAYLOADS["agenda.go"],
    mayUse: canEdit,
    apply({ doc, now }, { point: id }) {
      const { points, current } = agendaOf(doc);
      const next = points.find((point) => point.id === id);
      if (id !== null && next === undefined) return GONE;
      // What was talked about until now is done with.
      const ticked = points.map((point) =>
        point.id === current && id !== current ? { ...point, done: true } : point,
      );
      setAgenda(doc, { points: ticked, current: id });
      if (next !== undefined && next.minutes > 0) startTimer(doc, now, next.minutes * MINUTE_MS);
      else stageOf(doc).delete("timer");
      return null;
    },
  }),
  command({
    name: "spotlight.start",
    schema: STAGE_PAYLOADS["spotlight.start"],
    mayUse: canEdit,
    apply({ doc, participant: by, now: at }) {
      stageOf(doc).set("spotlight", { by, at });
      return null;
    },
  }),
  command({
    name: "spotlight.end",
    schema: STAGE_PAYLOADS["spotlight.end"],
    mayUse: canEdit,
    apply({ doc }) {
      stageOf(doc).delete("spotlight");
      return null;
    },
  }),
];

const GONE = "This point is no longer on the agenda.";

function startTimer(doc: CommandContext["doc"], now: number, lengthMs: number): void {
  stageOf(doc).set("timer", { lengthMs, endsAt: now + lengthMs, leftMs: lengthMs });
}

function changeTimer(
  { doc, now }: CommandContext,
  change: (timer: TimerJson, leftMs: number) => TimerJson,
): string | null {
  const { timer } = readStage(doc);
  if (timer === undefined) return "The timer has been ended meanwhile.";
  stageOf(doc).set("timer", change(timer, timeLeft(timer, now)));
  return null;
}

function agendaOf(doc: CommandContext["doc"]): AgendaJson {
  return readStage(doc).agenda ?? { points: [], current: null };
}

function setAgenda(doc: CommandContext["doc"], agenda: AgendaJson): void {
  if (agenda.points.length === 0) stageOf(doc).delete("agenda");
  else stageOf(doc).set("agenda", agenda);
}

function changePoint(
  doc: CommandContext["doc"],
  id: string,
  change: (point: AgendaPointJson) => AgendaPointJson,
): string | null {
  const { points, current } = agendaOf(doc);
  if (!points.some((point) => point.id === id)) return GONE;
  setAgenda(doc, { points: points.map((point) => (point.id === id ? change(point) : point)), current });
  return null;
}
