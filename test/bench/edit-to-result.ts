import { BoardEdits } from "@carveout/model";
import { connect } from "../support/client";
import { Product, tokenOf } from "../support/product";
import { pause, row } from "./figures";

const EDITS = 40;

/**
 * Edit -> what the second client sees of it: the first figures of all variants (closed form), then the complete results. The edited value is new each time, so
 * that no result comes from the cache.
 */
export async function main(): Promise<void> {
  const product = await Product.start();
  try {
    const board = await product.createBoard();
    const token = tokenOf(board.links.editor);
    const seen = { figures: new Set<string>(), results: new Set<string>() };
    let start = 0;
    const latest = new Map<string, string>();
    let runs = new Map<string, string>();
    let check = () => {};
    const writer = await connect(product.origin, board.id, token);
    const reader = await connect(product.origin, board.id, token, (message) => {
      if (message.type !== "run" || runs.get(message.variant) === message.run) return;
      if (message.status.state !== "incomplete") seen.figures.add(message.variant);
      if (message.status.state === "result") seen.results.add(message.variant);
      latest.set(message.variant, message.run);
      check();
    });
    const edits = new BoardEdits(writer.doc, "bench");
    const first: number[] = [];
    const complete: number[] = [];
    await pause(2000); // the template's own runs
    for (let i = 0; i < EDITS; i++) {
      runs = new Map(latest);
      seen.figures.clear();
      seen.results.clear();
      let isFirst = true;
      const done = new Promise<void>((resolve) => {
        check = () => {
          const now = performance.now() - start;
          if (isFirst && seen.figures.size === 3) {
            isFirst = false;
            first.push(now);
          }
          if (seen.results.size === 3) {
            complete.push(now);
            resolve();
          }
        };
      });
      start = performance.now();
      edits.setField("workload-1", ["lifetimeMeanMs"], 2000 + i);
      await done;
      await pause(30);
    }
    console.log("Edit of a parameter to what the second client sees, KMSAN template, three variants");
    console.log(row("  first figures of all variants", first));
    console.log(row("  complete results of all variants", complete));
    writer.close();
    reader.close();
  } finally {
    await product.stop();
  }
}
