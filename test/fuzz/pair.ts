import { BoardEdits, itemsOf } from "@carveout/model";
import type * as Y from "yjs";
import { pause } from "../bench/figures";
import type { Client } from "../support/client";

const PAUSE_MS = 5;

/** Two people, one of whom writes what the other sees. */
export class Pair {
  count = 0;
  private seen: () => void = () => {};

  private constructor(
    private readonly edits: BoardEdits,
    private readonly reader: Y.Doc,
  ) {}

  static async of(writer: Client, reader: Client): Promise<Pair> {
    const pair = new Pair(new BoardEdits(writer.doc, "pair"), reader.doc);
    pair.edits.add({ kind: "note", geo: { x: 0, y: 0, w: 100 }, z: "a0", text: "" }, "pair-1");
    while (!itemsOf(reader.doc).has("pair-1")) await pause(PAUSE_MS);
    itemsOf(reader.doc).observeDeep(() => pair.seen());
    return pair;
  }

  async measure(isOver: () => boolean): Promise<number[]> {
    const times: number[] = [];
    while (!isOver()) {
      const x = ++this.count;
      const start = performance.now();
      const arrived = new Promise<void>((done) => {
        this.seen = () => {
          const geo = itemsOf(this.reader).get("pair-1")?.get("geo") as { x: number } | undefined;
          if (geo?.x === x) done();
        };
      });
      this.edits.move([{ id: "pair-1", geo: { x, y: 0, w: 100 } }]);
      await arrived;
      times.push(performance.now() - start);
      await pause(PAUSE_MS);
    }
    return times;
  }
}
