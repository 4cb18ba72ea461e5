import {
  BoardEdits,
  fieldValue,
  planExperiment,
  readBoard,
  runHash,
  TEMPLATES,
  viewOf,
  WORKLOAD_FIELDS,
} from "@carveout/model";
import { CORE_VERSION, type RunInput } from "@carveout/sim";
import type { WireMessage } from "@carveout/wire";
import { type Client, connect } from "../support/client";
import { type Board, Product, tokenOf } from "../support/product";
import { pause, percentile, row } from "./figures";
import { stops } from "./stops";

const PARTICIPANTS = 8;
const DEFAULT_EDITS = 30;
/** A run of a template that takes longer than this is told as such. */
const LIMIT_MS = 60_000;
const GOALS = { firstP50: 60, firstP95: 150, completeP95: 300, stop: 50 };

type Frame = Extract<WireMessage, { type: "run" }>;
type Client8 = Client & { frames: Map<string, Frame> };

/**
 * Edit of a parameter -> what all eight participants see of it: the first figures (closed form) of every variant, then the complete results. On each template, a
 * new value each time, so that no result comes from the store. And from the cancel of a run until its thread works for the next one.
 */
export async function main(): Promise<void> {
  const edits = Number(process.argv[2] ?? DEFAULT_EDITS);
  const product = await Product.start();
  try {
    console.log(`One edits a workload's mean lifetime, ${PARTICIPANTS} watch; ${edits} edits a template`);
    const everyFirst: number[] = [];
    const inputs: RunInput[] = [];
    for (const { id, name } of TEMPLATES) {
      const board = await product.createBoard({ template: id });
      const { runs, first, complete } = await measure(product, board, edits);
      everyFirst.push(...first);
      inputs.push(...runs);
      console.log(`\n${name}, ${runs.length} variants`);
      console.log(row("  first figures on all screens", first));
      console.log(row("  complete results on all screens", complete));
      tell("  complete, p95", percentile(complete, 95), GOALS.completeP95);
    }
    console.log("\nAll templates together");
    console.log(row("  first figures on all screens", everyFirst));
    tell("  first figures, p50", percentile(everyFirst, 50), GOALS.firstP50);
    tell("  first figures, p95", percentile(everyFirst, 95), GOALS.firstP95);
    const stopped = await stops(inputs);
    console.log(row("  superseded runs stop", stopped));
    tell("  superseded runs stop, at most", Math.max(...stopped), GOALS.stop);
  } finally {
    await product.stop();
  }
}

function tell(name: string, value: number, goal: number): void {
  console.log(`${name.padEnd(44)} ${(value / goal).toFixed(2)} of the ${goal} ms aimed at`);
}

async function measure(product: Product, board: Board, edits: number) {
  const token = tokenOf(board.links.editor);
  let check = () => {};
  const clients: Client8[] = [];
  for (let n = 0; n < PARTICIPANTS; n++) {
    const frames = new Map<string, Frame>();
    const client = await connect(product.origin, board.id, token, (message) => {
      if (message.type !== "run") return;
      frames.set(`${message.experiment} ${message.variant}`, message);
      check();
    });
    clients.push({ ...client, frames });
  }
  const [writer] = clients;
  if (writer === undefined) throw new Error("Nobody is here.");
  const items = Object.entries(readBoard(writer.doc).items);
  const workload = items.find(([, item]) => item.kind === "workload");
  if (workload === undefined) throw new Error("The template has no workload.");
  const [id, { fields }] = workload as [string, { fields: Record<string, unknown> }];
  const spec = WORKLOAD_FIELDS.find(({ key }) => key === "lifetimeMeanMs");
  if (spec === undefined) throw new Error("A workload has no mean lifetime.");
  const before = Number(fieldValue(spec, fields));
  const boardEdits = new BoardEdits(writer.doc, "bench");
  const first: number[] = [];
  const complete: number[] = [];
  let runs: RunInput[] = [];
  for (let i = 0; i <= edits; i++) {
    const start = performance.now();
    boardEdits.setField(id, ["lifetimeMeanMs"], before + i + 1);
    const planned = plannedRuns(writer);
    runs = [...planned.values()];
    const expected = new Map([...planned].map(([key, input]) => [key, runHash(input, CORE_VERSION)]));
    const reached = { first: 0, complete: 0 };
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`No result within ${LIMIT_MS / 1000} s.`)), LIMIT_MS);
      check = () => {
        const have = (isThere: (frame: Frame) => boolean) =>
          clients.every(({ frames }) =>
            [...expected].every(([key, run]) => {
              const frame = frames.get(key);
              return frame?.run === run && isThere(frame);
            }),
          );
        if (reached.first === 0 && have(() => true)) reached.first = performance.now() - start;
        if (
          reached.first === 0 ||
          !have(({ status }) => status.state === "result" || status.state === "no run")
        )
          return;
        reached.complete = performance.now() - start;
        clearTimeout(limit);
        resolve();
      };
      check();
    });
    // The first one also waits for the template's own runs.
    if (i > 0) {
      first.push(reached.first);
      complete.push(reached.complete);
    }
    await pause(30);
  }
  for (const client of clients) client.close();
  return { runs, first, complete };
}

/** What each column has to run after the edit, by experiment and variant. */
function plannedRuns({ doc }: Client8): Map<string, RunInput> {
  const { items } = readBoard(doc);
  const view = viewOf(items);
  const runs = new Map<string, RunInput>();
  for (const [id, item] of Object.entries(items))
    if (item.kind === "experiment")
      for (const { variant, run } of planExperiment(view, id))
        if ("input" in run) runs.set(`${id} ${variant}`, run.input);
  return runs;
}
