import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { Store } from "../store/store";
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
      const log = new BoardLog("board", doc, storeTaking(delays), () => "", {
        written: () => {},
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
