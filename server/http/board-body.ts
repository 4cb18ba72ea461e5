import type { IncomingMessage } from "node:http";
import {
  BoardError,
  type BoardJson,
  checkBoard,
  MAX_BOARD_IMAGE_BYTES,
  type PeopleJson,
} from "@carveout/model";
import type * as z from "zod";
import { type CarriedImages, type Imports, TooLarge } from "../files/receive";
import type { Keys } from "../files/sieve";
import { MAX_ITEMS } from "../gate/judge";
import { parseJson } from "./body";
import { Problem } from "./problem";

/**
 * The body of a request that holds a board's file, as JSON of a form, with the pictures that were in it. Throws a Problem.
 * @param place where in the body the pictures are.
 */
export async function withBoardFile<T, R>(
  request: IncomingMessage,
  imports: Imports,
  { place, form }: { place: Keys; form: z.ZodType<T> },
  use: (value: T, images: CarriedImages) => Promise<R>,
): Promise<R> {
  try {
    return await imports.receive(request, place, ({ json, images }) => use(parseJson(json, form), images));
  } catch (error) {
    if (error instanceof TooLarge)
      throw new Problem(413, "too-large", error.message, { Connection: "close" });
    throw error instanceof BoardError ? notABoard(error) : error;
  }
}

const notABoard = ({ sentence }: BoardError) => new Problem(422, "not-a-board", sentence);

/** What the pictures of a file would be too many for. */
export const IMAGES_FULL = new Problem(
  413,
  "board-full",
  `The board's pictures would be more than ${MAX_BOARD_IMAGE_BYTES / 1024 ** 2} MiB together. Nothing was imported.`,
);

/** A board that somebody sent, without its pictures. Throws a Problem that names the first thing that is wrong with it. */
export function boardOf(value: unknown): BoardJson {
  const { images: _, ...board } = checkBoard(value);
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
