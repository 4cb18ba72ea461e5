import { type BoardJson, readBoard, readVersions } from "@carveout/model";
import type { RunFrame } from "@carveout/wire";
import { resultsOf } from "../history/results";
import { unpackState } from "../history/state";
import type { Room } from "../room/room";
import type { RunResults } from "../runs/results";
import type { Store } from "../store/store";
import type { Milestone } from "./changes";

/** Most named states a report compares, the latest: each is planned anew, which takes some ten milliseconds. */
const MAX_NAMED = 6;
/** Most moments a report goes back through. */
const MAX_MOMENTS = 2000;
const NEWEST = Number.MAX_SAFE_INTEGER;

/** The board's beginning, its named states, and how it is now, in that order. Nothing is run for it: what was never computed is not told. */
export async function milestonesOf(
  room: Room,
  frames: readonly RunFrame[],
  { store, results }: { store: Store; results: RunResults },
): Promise<Milestone[]> {
  await room.history.settled();
  const moments = (await store.moments(room.id, NEWEST, MAX_MOMENTS)).reverse();
  const [first] = moments;
  if (first === undefined) return [];
  const named = Object.values(readVersions(room.doc))
    .sort((a, b) => a.moment - b.moment)
    .filter(({ moment }) => moment > first.number)
    .slice(-MAX_NAMED);
  const stops = [{ name: "the beginning", moment: first.number, at: first.at }, ...named];
  const milestones: Milestone[] = [];
  let last = first.number;
  const between = (to: number) => moments.filter(({ number }) => number > last && number <= to);
  for (const { name, moment, at } of stops) {
    const board = await stateAt(store, room.id, moment);
    if (board === null) continue;
    milestones.push({
      name,
      at,
      moments: between(moment),
      board,
      frames: (await resultsOf(board, results)).runs,
    });
    last = moment;
  }
  milestones.push({
    name: "now",
    at: Date.now(),
    moments: between(NEWEST),
    board: readBoard(room.doc),
    frames,
  });
  return milestones;
}

async function stateAt(store: Store, board: string, moment: number): Promise<BoardJson | null> {
  const state = await store.momentState(board, moment);
  return state === null ? null : unpackState(state);
}
