import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Moment } from "../history/moment";
import type { Link, NewBoard, Store } from "./store";

/** A store under test. `reopen` closes it and opens the same data again; null if the data does not outlive it. */
export interface Bench {
  store: Store;
  reopen: (() => Promise<Store>) | null;
  /** Closes and removes everything. */
  end(): Promise<void>;
}

const bytes = (...values: number[]) => new Uint8Array(values);

const link = (id: string, over: Partial<Link> = {}): Link => ({
  id,
  role: "editor",
  name: "",
  madeBy: null,
  madeAt: 1000,
  expiresAt: null,
  withdrawnAt: null,
  usedAt: null,
  token: null,
  ...over,
});

function newBoard(id: string, updatedAt = 1000): NewBoard {
  return {
    board: { id, title: `Board ${id}`, createdAt: 1000, updatedAt },
    links: [link(`z-of-${id}`, { role: "owner" }), link(`a-of-${id}`, { token: "once" })],
    seed: bytes(1, 2),
  };
}

/** What every store promises. */
export function describeStore(name: string, open: () => Promise<Bench>): void {
  describe(`store: ${name}`, () => {
    const promise = (title: string, check: (bench: Bench) => Promise<void>) =>
      test(title, async () => {
        const bench = await open();
        try {
          await check(bench);
        } finally {
          await bench.end();
        }
      });

    promise("a board comes back as it was made", async ({ store }) => {
      await store.createBoard(newBoard("a"));
      expect(await store.open("a")).toEqual({
        record: newBoard("a").board,
        lineage: "",
        updates: [bytes(1, 2)],
        last: 1,
        clients: [],
        participants: [],
        lastMoment: null,
      });
      expect(await store.links("a")).toEqual(newBoard("a").links);
    });

    promise("there is no board that was not made", async ({ store }) => {
      expect(await store.open("a")).toBeNull();
      expect(await store.links("a")).toBeNull();
      expect(await store.boards()).toEqual([]);
    });

    promise("a board is made once", async ({ store }) => {
      await store.createBoard(newBoard("a"));
      await expect(store.createBoard(newBoard("a"))).rejects.toThrow();
      expect((await store.open("a"))?.updates).toEqual([bytes(1, 2)]);
    });

    promise("boards are listed by their last change", async ({ store }) => {
      for (const [id, at] of [
        ["a", 1],
        ["b", 3],
        ["c", 2],
      ] as const)
        await store.createBoard(newBoard(id, at));
      expect((await store.boards()).map(({ id }) => id)).toEqual(["b", "c", "a"]);
      await store.append({ board: "a", updates: [bytes(9)], clients: [], title: "New", at: 5 });
      expect((await store.boards())[0]).toEqual({ id: "a", title: "New", createdAt: 1000, updatedAt: 5 });
    });

    promise("a deleted board is nowhere until it is restored, and then as it was", async ({ store }) => {
      await Promise.all([store.createBoard(newBoard("a")), store.createBoard(newBoard("b"))]);
      const before = await store.open("a");
      expect(await store.deleteBoard("a", 50)).toBe(true);
      expect(await store.deleteBoard("a", 60)).toBe(false);
      expect([await store.open("a"), await store.links("a")]).toEqual([null, null]);
      expect((await store.boards()).map(({ id }) => id)).toEqual(["b"]);
      await expect(store.createBoard(newBoard("a"))).rejects.toThrow();
      expect(await store.restoreBoard("a")).toBe(true);
      expect(await store.restoreBoard("a")).toBe(false);
      expect(await store.restoreBoard("nowhere")).toBe(false);
      expect(await store.open("a")).toEqual(before);
      expect(await store.links("a")).toEqual(newBoard("a").links);
    });

    promise("a link is added, used, withdrawn and given back, by board", async ({ store }) => {
      await Promise.all([store.createBoard(newBoard("a")), store.createBoard(newBoard("b"))]);
      const made = link("m", { name: "for linux-mm", madeBy: "p", expiresAt: 5000 });
      await store.addLink("a", made);
      await store.useLink("a", "m", 2000);
      expect(await store.withdrawLink("b", "m", 3000)).toBe(false);
      expect(await store.withdrawLink("a", "m", 3000)).toBe(true);
      const used = { ...made, usedAt: 2000 };
      expect((await store.links("a"))?.at(-1)).toEqual({ ...used, withdrawnAt: 3000 });
      expect(await store.withdrawLink("a", "m", null)).toBe(true);
      expect(await store.links("a")).toEqual([...newBoard("a").links, used]);
      expect(await store.links("b")).toEqual(newBoard("b").links);
      await expect(store.addLink("b", made)).rejects.toThrow();
      await expect(store.addLink("nowhere", link("n"))).rejects.toThrow();
    });

    promise(
      "only what was deleted long enough ago goes for good, and takes nothing else with it",
      async ({ store }) => {
        for (const id of ["old", "late", "kept"]) await store.createBoard(newBoard(id));
        await store.keepParticipant("old", { id: "p", name: "Ann", colour: 3 });
        const image = { type: "image/png", bytes: bytes(1) };
        for (const board of ["old", "kept"]) await store.keepImage(board, { hash: "shared", ...image });
        await store.keepImage("old", { hash: "lone", ...image });
        await store.deleteBoard("old", 50);
        await store.deleteBoard("late", 150);
        expect(await store.purgeBoards(100)).toBe(1);
        expect(await store.restoreBoard("old")).toBe(false);
        expect(await store.restoreBoard("late")).toBe(true);
        expect((await store.boards()).map(({ id }) => id).sort()).toEqual(["kept", "late"]);
        expect([await store.image("lone"), (await store.image("shared"))?.hash]).toEqual([null, "shared"]);
        await store.createBoard(newBoard("old"));
        expect((await store.open("old"))?.participants).toEqual([]);
      },
    );

    promise(
      "updates keep their order by board, and the first owner of a client id stays",
      async ({ store }) => {
        await Promise.all([store.createBoard(newBoard("a")), store.createBoard(newBoard("b"))]);
        const append = (board: string, n: number, participant: string) =>
          store.append({ board, updates: [bytes(n)], clients: [[7, participant]], title: "t", at: n });
        const numbers = await Promise.all([
          append("a", 1, "ann"),
          append("b", 2, "ben"),
          append("a", 3, "eve"),
        ]);
        expect(numbers).toEqual([2, 2, 3]);
        const a = await store.open("a");
        expect([a?.updates, a?.last, a?.clients]).toEqual([
          [bytes(1, 2), bytes(1), bytes(3)],
          3,
          [[7, "ann"]],
        ]);
        expect((await store.open("b"))?.clients).toEqual([[7, "ben"]]);
      },
    );

    promise("a write that fails takes no other with it", async ({ store }) => {
      await store.createBoard(newBoard("a"));
      const append = (board: string) =>
        store.append({ board, updates: [bytes(1)], clients: [], title: "t", at: 1 });
      const [one, none, two] = await Promise.allSettled([append("a"), append("nowhere"), append("a")]);
      expect([one?.status, none?.status, two?.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect((await store.open("a"))?.updates).toHaveLength(3);
    });

    promise("a snapshot takes the place of what it holds and of nothing after it", async ({ store }) => {
      await store.createBoard(newBoard("a"));
      const append = (n: number) =>
        store.append({ board: "a", updates: [bytes(n)], clients: [[n, "p"]], title: "t", at: n });
      const through = await append(1);
      const late = append(2);
      await store.compact("a", through, bytes(77));
      await late;
      const stored = await store.open("a");
      expect([stored?.updates, stored?.last]).toEqual([[bytes(77), bytes(2)], 3]);
      expect(stored?.clients).toHaveLength(2);
      await append(4);
      expect((await store.open("a"))?.last).toBe(4);
    });

    promise("participants keep their colour and get their names", async ({ store }) => {
      await store.createBoard(newBoard("a"));
      await store.keepParticipant("a", { id: "p", name: null, colour: 3 });
      await store.keepParticipant("a", { id: "p", name: "Ann", colour: 3 });
      expect((await store.open("a"))?.participants).toEqual([{ id: "p", name: "Ann", colour: 3 }]);
      await store.keepParticipant("a", { id: "p", name: "Ann of the Provider", colour: 3, verified: true });
      expect((await store.open("a"))?.participants).toEqual([
        { id: "p", name: "Ann of the Provider", colour: 3, verified: true },
      ]);
    });

    promise("a run is found by how its hash begins, two at most", async ({ store }) => {
      for (const hash of ["abc1", "abc2", "abc3", "abd", "b"]) await store.keepRun(hash, bytes(1));
      expect(await store.runsBeginning("abc2")).toEqual(["abc2"]);
      expect(await store.runsBeginning("abc")).toEqual(["abc1", "abc2"]);
      expect(await store.runsBeginning("ab")).toHaveLength(2);
      expect(await store.runsBeginning("ac")).toEqual([]);
    });

    promise("a run is kept under its hash, the first one for good", async ({ store }) => {
      expect(await store.run("h")).toBeNull();
      await store.keepRun("h", bytes(1));
      await store.keepRun("h", bytes(2));
      expect(await store.run("h")).toEqual(bytes(1));
    });

    promise("the oldest runs make room for the newest", async ({ store }) => {
      for (let n = 1; n <= 5; n++) await store.keepRun(`h${n}`, bytes(n, n, n));
      expect(await store.purgeRuns(7)).toBe(3);
      expect(await Promise.all([1, 2, 3, 4, 5].map((n) => store.run(`h${n}`)))).toEqual([
        null,
        null,
        null,
        bytes(4, 4, 4),
        bytes(5, 5, 5),
      ]);
      expect(await store.purgeRuns(7)).toBe(0);
      await store.keepRun("h6", bytes(6));
      expect(await store.purgeRuns(7)).toBe(0);
    });

    const moment = (number: number, at = number): Moment => ({
      number,
      beganAt: at - 1,
      at,
      bytes: 1,
      authors: ["ann"],
      count: 1,
      changes: [{ item: "i", field: "f", author: "ann", did: `did ${number}` }],
    });

    promise("a moment comes back with its state, the newest first, by board", async ({ store }) => {
      await Promise.all([store.createBoard(newBoard("a")), store.createBoard(newBoard("b"))]);
      for (let n = 1; n <= 5; n++) await store.keepMoment("a", moment(n, 10 * n), bytes(n));
      await store.keepMoment("b", moment(1, 7), bytes(70));
      expect(await store.moments("a", 5, 2)).toEqual([moment(4, 40), moment(3, 30)]);
      expect(await store.momentState("a", 3)).toEqual(bytes(3));
      expect(await store.momentState("b", 1)).toEqual(bytes(70));
      expect(await store.momentState("a", 6)).toBeNull();
      expect((await store.open("a"))?.lastMoment).toEqual({ number: 5, at: 50 });
      expect((await store.open("b"))?.lastMoment).toEqual({ number: 1, at: 7 });
    });

    promise("a moment is kept once, and only for a board that there is", async ({ store }) => {
      await store.createBoard(newBoard("a"));
      await store.keepMoment("a", moment(1), bytes(1));
      await store.keepMoment("a", moment(1, 99), bytes(2));
      expect(await store.moments("a", 9, 9)).toEqual([moment(1)]);
      expect(await store.momentState("a", 1)).toEqual(bytes(1));
      await expect(store.keepMoment("none", moment(1), bytes(1))).rejects.toThrow();
    });

    promise("thinned moments go with their states, and others tell their story", async ({ store }) => {
      await store.createBoard(newBoard("a"));
      for (let n = 1; n <= 4; n++) await store.keepMoment("a", moment(n), bytes(n));
      const retold = { ...moment(3), beganAt: 0, count: 3 };
      await store.thinMoments("a", [1, 2], [retold]);
      expect(await store.moments("a", 9, 9)).toEqual([moment(4), retold]);
      expect(await store.momentState("a", 2)).toBeNull();
      expect(await store.momentState("a", 3)).toEqual(bytes(3));
    });

    promise("a log that is compacted keeps its moments", async ({ store }) => {
      await store.createBoard(newBoard("a"));
      await store.keepMoment("a", moment(1), bytes(1));
      const through = await store.append({ board: "a", updates: [bytes(3)], clients: [], title: "t", at: 1 });
      await store.compact("a", through, bytes(77));
      expect(await store.momentState("a", 1)).toEqual(bytes(1));
    });

    promise("a picture is kept once, and each board knows which were put on it", async ({ store }) => {
      await Promise.all([store.createBoard(newBoard("a")), store.createBoard(newBoard("b"))]);
      const image = { hash: "h", type: "image/png", bytes: bytes(1, 2, 3) };
      expect(await store.image("h")).toBeNull();
      await store.keepImage("a", image);
      await store.keepImage("a", { ...image, type: "image/gif" });
      await store.keepImage("b", { hash: "i", type: "image/gif", bytes: bytes(4) });
      expect(await store.image("h")).toEqual(image);
      expect([await store.hasImage("a", "h"), await store.hasImage("b", "h")]).toEqual([true, false]);
      expect([await store.imageBytes("a"), await store.imageBytes("b")]).toEqual([3, 1]);
      await store.keepImage("b", image);
      expect([await store.imageBytes("a"), await store.imageBytes("b")]).toEqual([3, 4]);
      await expect(store.keepImage("nowhere", image)).rejects.toThrow();
    });

    promise("a copy has each board with all its own, and gives each one back", async ({ store }) => {
      const folder = mkdtempSync(path.join(tmpdir(), "carveout-copy-"));
      const file = path.join(folder, "copy");
      for (const id of ["a", "b"]) {
        await store.createBoard(newBoard(id));
        await store.append({ board: id, updates: [bytes(5)], clients: [[7, "ann"]], title: "t", at: 1 });
        await store.keepParticipant(id, { id: "p", name: "Ann", colour: 3 });
        for (const n of [1, 2]) await store.keepMoment(id, moment(n), bytes(n));
        await store.keepImage(id, { hash: "h", type: "image/png", bytes: bytes(1, 2, 3) });
      }
      await store.keepRun("r", bytes(8));
      const lineages: (string | undefined)[] = [];
      const all = async (from: Store) => [
        await from.open("b").then((board) => {
          lineages.push(board?.lineage);
          return { ...board, lineage: "" };
        }),
        await from.links("b"),
        await from.moments("b", 9, 9),
        await from.momentState("b", 2),
        await from.hasImage("b", "h"),
        await from.image("h"),
      ];
      const before = await all(store);
      expect(await store.backUp(file)).toEqual([]);
      await store.append({ board: "b", updates: [bytes(6)], clients: [], title: "later", at: 2 });
      await store.keepMoment("b", moment(3), bytes(3));
      await expect(store.takeBack(file, "b", false)).rejects.toThrow();
      await expect(store.takeBack(file, "none", false)).rejects.toThrow("no board none");
      expect((await store.open("b"))?.updates).toHaveLength(3);
      await store.takeBack(file, "b", true);
      expect(await all(store)).toEqual(before);
      await store.deleteBoard("b", 5);
      await store.purgeBoards(6);
      await store.takeBack(file, "b", false);
      expect(await all(store)).toEqual(before);
      expect((await store.open("a"))?.updates).toHaveLength(2);
      // Who has seen what came after the copy can tell.
      expect(new Set(lineages).size).toBe(lineages.length);
      expect((await store.open("a"))?.lineage).toBe(lineages[0]);
      rmSync(folder, { recursive: true });
    });

    promise("many writes at once need few commits", async ({ store }) => {
      await store.createBoard(newBoard("a"));
      let commits = 0;
      store.onCommit(() => commits++);
      const append = (n: number) =>
        store.append({ board: "a", updates: [bytes(n)], clients: [], title: "t", at: n });
      await Promise.all(Array.from({ length: 200 }, (_, n) => append(n)));
      expect((await store.open("a"))?.updates).toHaveLength(201);
      expect(commits).toBeGreaterThan(0);
      expect(commits).toBeLessThan(100);
      expect(store.depth()).toBe(0);
      await store.check();
    });

    promise("what was acknowledged is there after reopening", async ({ store, reopen }) => {
      if (reopen === null) return;
      await store.createBoard(newBoard("a"));
      await store.append({ board: "a", updates: [bytes(5)], clients: [[7, "ann"]], title: "t", at: 1 });
      await store.keepParticipant("a", { id: "p", name: "Ann", colour: 3 });
      await store.keepRun("h", bytes(1));
      await store.keepMoment("a", moment(1), bytes(9));
      const before = await store.open("a");
      const again = await reopen();
      expect(await again.open("a")).toEqual(before);
      expect(await again.run("h")).toEqual(bytes(1));
      expect(await again.momentState("a", 1)).toEqual(bytes(9));
      expect(await again.links("a")).toEqual(newBoard("a").links);
    });
  });
}
