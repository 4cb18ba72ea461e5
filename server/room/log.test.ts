import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { Append, Store } from "../store/store";
import type { Turn } from "../store/turns";
import { BoardLog } from "./log";

/** Lets this many steps of waiting promises go by. */
async function microtasks(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await null;
}

/** A store that takes this many steps for its writes, one after the other. */
function storeTaking(delays: readonly number[]): Store {
  let written = 0;
  const append = async () => {
    await microtasks(delays[written % delays.length] ?? 0);
    return ++written;
  };
  return { append, compact: async () => {} } as unknown as Store;
}

test("what is asked for first is answered first, however writes and turns fall together", async () => {
  const steps = fc.array(fc.nat(12), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(steps, steps, async (delays, pauses) => {
      const doc = new Y.Doc();
      const log = new BoardLog("board", "", doc, storeTaking(delays), [], () => "", {
        trouble: () => {},
      });
      doc.on("update", (update: Uint8Array) => log.add(update));
      const answers: number[] = [];
      const all: Promise<unknown>[] = [];
      for (const [turn, pause] of pauses.entries()) {
        doc.getMap("meta").set("title", `${turn}`);
        all.push(log.flush().then(() => answers.push(turn)));
        await microtasks(pause);
      }
      await Promise.all(all);
      expect(answers).toEqual([...pauses.keys()]);
    }),
  );
});

test("a snapshot holds what it replaces and nothing that is not stored yet, however writes and turns fall together", async () => {
  const steps = fc.array(fc.nat(12), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(steps, steps, fc.nat(3), async (delays, pauses, before) => {
      const doc = new Y.Doc();
      const stored: Uint8Array[] = [];
      const compared: unknown[][] = [];
      const slow = storeTaking(delays);
      const store = {
        async append(append: Append) {
          await slow.append(append);
          return stored.push(...append.updates);
        },
        async compact(_: string, through: number, snapshot: Uint8Array) {
          const [replaced, kept] = [new Y.Doc(), new Y.Doc()];
          for (const update of stored.slice(0, through)) Y.applyUpdate(replaced, update);
          Y.applyUpdate(kept, snapshot);
          compared.push([replaced, kept].map((of) => [Y.encodeStateVector(of), of.getMap("meta").toJSON()]));
        },
      } as unknown as Store;
      const update = (text: string) => {
        doc.getMap("meta").set("title", text);
      };
      doc.once("update", (first: Uint8Array) => stored.push(first));
      update("first");
      // As after a restart: what is in the log already counts.
      for (let n = 0; n < before; n++) {
        doc.once("update", (more: Uint8Array) => stored.push(more));
        update("x".repeat(100_000));
      }
      const log = new BoardLog("board", "", doc, store, stored, () => "", { trouble() {} });
      doc.on("update", (more: Uint8Array) => log.add(more));
      const all: Promise<unknown>[] = [];
      for (const [turn, pause] of pauses.entries()) {
        update(`${turn}`.repeat(100_000));
        all.push(log.flush());
        await microtasks(pause);
      }
      await Promise.all(all);
      if (before === 3) expect(compared.length).toBeGreaterThan(0);
      for (const [replaced, kept] of compared) expect(kept).toEqual(replaced);
    }),
  );
});

test("nothing is said to be durable that is neither written nor synced, however turns, writes and syncs fall together", async () => {
  const step = fc.record({
    /** The turn goes out and is kept, or waits for the database. */
    isKept: fc.boolean(),
    /** What comes in the middle of the next turn, when it is asked for. */
    isCut: fc.boolean(),
    isFlush: fc.boolean(),
    pause: fc.nat(12),
  });
  const steps = fc.array(step, { minLength: 1, maxLength: 8 });
  const delays = fc.array(fc.nat(12), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(steps, delays, delays, fc.nat(3), async (turns, writing, syncing, failsAt) => {
      const doc = new Y.Doc();
      const durable = new Y.Doc();
      const kept: Uint8Array[] = [];
      let syncs = 0;
      const slow = storeTaking(writing);
      const take = (updates: readonly Uint8Array[]) => {
        for (const update of updates) Y.applyUpdate(durable, update);
      };
      const store = {
        async append(append: Append) {
          const number = await slow.append(append);
          take(append.updates);
          return number;
        },
        keepTurn({ update }: Turn) {
          kept.push(update);
          return () => {};
        },
        async syncTurns() {
          const all = [...kept];
          await microtasks(syncing[syncs % syncing.length] ?? 0);
          if (++syncs === failsAt) throw new Error("The disk is in trouble.");
          take(all);
        },
        compact: async () => {},
      } as unknown as Store;
      const log = new BoardLog("board", "", doc, store, [], () => "", { trouble() {} });
      let turn: Uint8Array[] = [];
      doc.on("update", (update: Uint8Array) => {
        log.add(update);
        turn.push(update);
      });
      const order: number[] = [];
      const all: Promise<unknown>[] = [];
      /** Of all turns that had to wait, the last one's answer: none goes out before it. */
      let held: Promise<unknown> = Promise.resolve();
      for (const [n, { isKept, isCut, isFlush, pause }] of turns.entries()) {
        if (isKept) await held;
        doc.getText("t").insert(0, `${n} `);
        if (isKept) expect(log.keepTurn(Y.mergeUpdates(turn))).toBe(true);
        turn = [];
        if (isCut) doc.getText("t").insert(0, ".");
        const wanted = Y.encodeStateVector(doc);
        const answer = (isFlush ? log.flush() : log.sync()).then((isDurable) => {
          order.push(n);
          expect(isDurable).toBe(true);
          const got = Y.decodeStateVector(Y.encodeStateVector(durable)).get(doc.clientID) ?? 0;
          expect(got).toBeGreaterThanOrEqual(Y.decodeStateVector(wanted).get(doc.clientID) ?? 0);
        });
        if (!isKept || isCut) held = answer;
        all.push(answer);
        await microtasks(pause);
      }
      await Promise.all(all);
      expect(order).toEqual([...turns.keys()]);
      await log.flush();
    }),
  );
});

test("a log that is given up writes what is out and nothing else", async () => {
  const doc = new Y.Doc();
  const stored: Uint8Array[] = [];
  const open = new Set<Uint8Array>();
  const store = {
    append: async ({ updates }: Append) => stored.push(...updates),
    keepTurn({ update }: Turn) {
      open.add(update);
      return () => open.delete(update);
    },
  } as unknown as Store;
  const log = new BoardLog("board", "", doc, store, [], () => "", { trouble() {} });
  doc.on("update", (update: Uint8Array) => log.add(update));
  const write = (text: string): Uint8Array => {
    let written: Uint8Array = new Uint8Array();
    doc.once("update", (update: Uint8Array) => {
      written = update;
    });
    doc.getText("t").insert(doc.getText("t").length, text);
    return written;
  };
  expect(log.keepTurn(write("out"))).toBe(true);
  write(" not out");
  const asked = log.flush();
  expect(log.keepTurn(write(", later"))).toBe(true);
  write(" wrong");
  await log.abandon();
  expect(log.keepTurn(write("over"))).toBe(false);
  const kept = new Y.Doc();
  for (const update of stored) Y.applyUpdate(kept, update);
  expect(kept.getText("t").toString()).toBe("out not out, later");
  expect([await asked, await log.flush(), open.size]).toEqual([false, false, 0]);
});
