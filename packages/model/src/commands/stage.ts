import type * as Y from "yjs";
import { ROOTS } from "../layout";
import type { AgendaJson, SpotlightJson, TimerJson } from "./stage.schema";

/** What the session is at. A part that is not there has not begun. */
export interface StageJson {
  timer?: TimerJson;
  agenda?: AgendaJson;
  spotlight?: SpotlightJson;
}

/** Each part is one plain value: the server writes them one after the other. */
export function stageOf(doc: Y.Doc): Y.Map<TimerJson | AgendaJson | SpotlightJson> {
  return doc.getMap(ROOTS.stage);
}

export function readStage(doc: Y.Doc): StageJson {
  return Object.fromEntries(stageOf(doc).entries()) as StageJson;
}

/** What a timer has left at a time of the server's clock, ms; below 0 once it is over. */
export function timeLeft(timer: TimerJson, now: number): number {
  return timer.endsAt === null ? timer.leftMs : timer.endsAt - now;
}
