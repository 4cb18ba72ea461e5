import { BoardError, type BoardJson, checkBoard, type PeopleJson } from "@carveout/model";
import { MAX_ITEMS } from "../gate/judge";
import { Problem } from "./problem";

/** Checking a board holds the server up by about 20 ms per MiB; ten thousand cards have about 4 MiB. */
export const MAX_BOARD_BYTES = 8 * 1024 * 1024;

/** A board that somebody sent. Throws a Problem that names the first thing that is wrong with it. */
export function boardOf(value: unknown): BoardJson {
  let board: BoardJson;
  try {
    board = checkBoard(value);
  } catch (error) {
    throw error instanceof BoardError ? new Problem(422, "not-a-board", error.sentence) : error;
  }
  const count = Object.keys(board.items).length;
  if (count > MAX_ITEMS)
    throw new Problem(
      422,
      "too-many-items",
      `The file has ${count.toLocaleString("en-US")} items; a board holds ${MAX_ITEMS.toLocaleString("en-US")}.`,
    );
  return { ...board, ...(board.people && { people: unverified(board.people) }) };
}

/** What a file says of people: none of them has signed in to be in it. */
function unverified(people: PeopleJson): PeopleJson {
  const plain = Object.entries(people).map(([id, { name, colour }]) => [id, { name, colour }]);
  return Object.fromEntries(plain);
}
