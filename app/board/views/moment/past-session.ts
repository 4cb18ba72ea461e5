import { type BoardJson, seedBoard } from "@carveout/model";
import type { MomentResults } from "../../history/api";
import { BoardSession } from "../../session";

/**
 * The board as it was, as a session of its own that nobody can edit and that never connects: everything that shows a board shows this one, with the results of that
 * moment.
 */
export function openPast(
  live: BoardSession,
  board: BoardJson,
  { findings, runs }: MomentResults,
): BoardSession {
  const past = new BoardSession(live.board, { socketUrl: "ws://nowhere.invalid", name: null });
  const { title, items } = board;
  seedBoard(past.doc, { carveout: 1, title, items });
  past.identity.set(live.identity.get());
  past.isOpen.set(true);
  past.announcements.receiveFindings({ type: "diagnostics", findings });
  for (const run of runs) past.announcements.receiveRun(run);
  return past;
}
