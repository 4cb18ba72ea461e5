import { describe, expect, test } from "vitest";
import { ClientOwners, MAX_CLIENTS } from "./owners";
import { Rejected } from "./rejected";

/** A board of Ann's that has had `count` ids, from 100 on. */
const owners = (count: number) =>
  new ClientOwners(Array.from({ length: count }, (_, n) => [100 + n, "ann"] as const));

const ids = (...clients: number[]) => clients.map((client) => ({ client }));

/** What is said to Ben when he writes under these; null if he may. */
function rejection(board: ClientOwners, ...clients: number[]): Rejected | null {
  try {
    board.check(ids(...clients), "ben");
    return null;
  } catch (error) {
    if (error instanceof Rejected) return error;
    throw error;
  }
}

describe("G3 a board has so many client ids, and no more", () => {
  test("the last that there is room for goes in, the next one is told where to go on", () => {
    const board = owners(MAX_CLIENTS - 1);
    expect(rejection(board, 7)).toBeNull();
    expect(rejection(board, 7, 8)).toMatchObject({ rule: "G3", message: expect.stringMatching(/new one/) });
    board.bind(7, "ben");
    expect(rejection(board, 8)).toMatchObject({ rule: "G3" });
  });

  test("who has written before goes on under the ids they have", () => {
    const board = owners(MAX_CLIENTS);
    board.check(ids(100, 5000), "ann");
    expect(rejection(board, 100)?.message).toMatch(/somebody else/);
  });

  test("what is said fits into the reason of a closed socket", () => {
    expect(`G3: ${rejection(owners(MAX_CLIENTS), 8)?.message}`.length).toBeLessThanOrEqual(123);
  });
});
