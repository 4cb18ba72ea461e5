import { describe, expect, test } from "vitest";
import type { Participant, Store } from "../store/store";
import { People } from "./people";

/** The people of a board, and what was written down of them. */
function board(known: Participant[] = []) {
  const written: Participant[] = [];
  const store = { keepParticipant: async (_: string, person: Participant) => void written.push(person) };
  const people = new People("board", store as unknown as Store, known);
  return { people, written };
}

function visit(people: People, id: string): Participant {
  people.arrive(id);
  return people.meet(id);
}

describe("people", () => {
  test("who only looks is known while they are here, and written down nowhere", () => {
    const { people, written } = board();
    for (let n = 0; n < 5000; n++) {
      expect(visit(people, `visitor-${n}`).colour).toBe(1);
      people.leave(`visitor-${n}`);
    }
    expect(people.everybody()).toEqual([]);
    expect(written).toEqual([]);
  });

  test("who has done something keeps their colour, over leaving and a restart", () => {
    const { people, written } = board();
    for (const id of ["ann", "ben", "cleo"]) visit(people, id);
    people.keep("ben");
    people.keep("ben");
    people.introduce("cleo", "Cleo", 0);
    for (const id of ["ann", "ben", "cleo"]) people.leave(id);
    const kept = [
      { id: "ben", name: null, colour: 2 },
      { id: "cleo", name: "Cleo", colour: 3 },
    ];
    expect(written).toEqual(kept);
    expect(people.everybody()).toEqual(kept);
    const { people: later } = board(written);
    expect(visit(later, "dan").colour).toBe(1);
    expect(visit(later, "ben").colour).toBe(2);
  });

  test("a visitor with two connections is known until the second has gone, and takes the colour that the fewest have", () => {
    const { people } = board();
    visit(people, "ann");
    visit(people, "ann");
    expect(visit(people, "ben").colour).toBe(2);
    people.leave("ann");
    expect(people.find("ann")).toEqual({ name: "", colour: 1 });
    people.leave("ann");
    expect(people.find("ann")).toBeNull();
    expect(visit(people, "cleo").colour).toBe(1);
  });

  test("ten thousand are kept of a board; who comes after has a name as long as they are here", () => {
    const known = Array.from({ length: 10_000 }, (_, n) => ({ id: `p-${n}`, name: null, colour: 1 }));
    const { people, written } = board(known);
    visit(people, "late");
    people.introduce("late", "Late", 0);
    expect(people.find("late")).toEqual({ name: "Late", colour: 2 });
    people.leave("late");
    expect(people.find("late")).toBeNull();
    expect(written).toEqual([]);
  });
});
