/** Traces of real kernels, replayed. Source of the tests and of the tables in docs/how-far-to-trust-it.md. */

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile } from "@carveout/formats";
import { readSnapshots, readStart } from "../../packages/cli/src/replay/proc-files";
import {
  type ReplayResult,
  replayTrace,
  type SnapshotResult,
} from "../../packages/cli/src/replay/replay-trace";
import { BOUNDS } from "../../packages/cli/src/replay/report";
import { markdownTable } from "./boots-report";

/** Those that have a start state and snapshots inside. */
export const TRACES = [
  "V0-trace-c-frag-384M-smp1",
  "deb-trace-c-frag-384M-smp1",
  "deb-trace-c-frag-384M",
  "deb-trace-a-file-1G",
  "deb-trace-d-pressure-256M",
] as const;

export interface Replayed {
  name: string;
  /** From the state that files and trace tell. */
  completed: ReplayResult;
  /** From the state that the files alone tell. */
  filesAlone: ReplayResult;
}

export function traceNames(data: string): string[] {
  return TRACES.filter((name) => existsSync(resolve(data, name)));
}

export async function replayBoth(data: string, name: string): Promise<Replayed> {
  const folder = resolve(data, name);
  return {
    name,
    completed: await replayFolder(folder, true),
    filesAlone: await replayFolder(folder, false),
  };
}

async function replayFolder(folder: string, completes: boolean): Promise<ReplayResult> {
  const files = [
    ["iomem", "iomem.txt"],
    ["zoneinfo", "before.zoneinfo.txt"],
    ["meminfo", "before.meminfo.txt"],
    ["dmesg", "serial.log"],
  ].map(([name = "", file = ""]) => ({ name, text: readFileSync(resolve(folder, file), "utf8") }));
  return replayTrace({
    trace: resolve(folder, "trace.txt.gz"),
    machine: importProfile(files).machine,
    strategies: [],
    start: await readStart(folder),
    completes,
    measured: await readSnapshots(folder),
  });
}

/** "huge2 free" where free memory is further off than its bound. */
export function missesOf({ snapshots }: ReplayResult): string[] {
  return snapshots.flatMap((snapshot) =>
    (["free", "order", "unusable"] as const)
      .filter((figure) => isOff(snapshot, figure))
      .map((figure) => `${snapshot.name} ${figure}`),
  );
}

function isOff({ agreement }: SnapshotResult, figure: "free" | "order" | "unusable"): boolean {
  const { freeError, orderDistance, unusableError } = agreement;
  return (
    Math.abs({ free: freeError, order: orderDistance, unusable: unusableError }[figure]) > BOUNDS[figure]
  );
}

/** Two tables in Markdown: what happened on the way, and how free memory stood at each snapshot. */
export function tracesReport(replayed: readonly Replayed[]): string {
  return [
    ...markdownTable(
      ["trace", "the kernel's own page", "fallbacks", "into per-cpu lists", "out of per-cpu lists", "bulk"],
      replayed.map(({ name, completed: { counts, events } }) => [
        name,
        `${pages(counts.samePage)} of ${pages(counts.allocations)} (${percent(counts.samePage / counts.allocations)})`,
        both(events.extfrag, sum(counts.tracedExtfrag)),
        both(events.pcpRefills, counts.tracedRefills),
        both(events.pcpDrains, counts.tracedDrains),
        pages(counts.silentAllocations),
      ]),
    ),
    "",
    ...markdownTable(
      [
        "trace",
        "at",
        "free pages",
        "",
        "free",
        "orders",
        "unusable",
        "files alone: free",
        "orders",
        "unusable",
      ],
      replayed.flatMap(({ name, completed, filesAlone }) =>
        completed.snapshots.map((snapshot, i) => [
          i === 0 ? name : "",
          snapshot.name,
          pages(snapshot.agreement.predictedPages),
          pages(snapshot.agreement.measuredPages),
          ...figuresOf(snapshot),
          ...figuresOf(filesAlone.snapshots[i]),
        ]),
      ),
    ),
  ].join("\n");
}

function figuresOf(snapshot: SnapshotResult | undefined): string[] {
  if (snapshot === undefined) return ["–", "–", "–"];
  const { freeError, orderDistance, unusableError } = snapshot.agreement;
  const mark = (figure: "free" | "order" | "unusable", text: string) =>
    isOff(snapshot, figure) ? `**${text}**` : text;
  return [
    mark("free", `${freeError > 0 ? "+" : ""}${percent(freeError)}`),
    mark("order", percent(orderDistance)),
    mark("unusable", unusableError.toFixed(4)),
  ];
}

const pages = (count: number) => count.toLocaleString("en-US");
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const both = (predicted: number, measured: number) => `${pages(predicted)} / ${pages(measured)}`;

function sum(counts: Int32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
