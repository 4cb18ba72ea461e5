import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile } from "@carveout/formats";
import { afterAll, describe, expect, test } from "vitest";
import { readSnapshots, readStart } from "../packages/cli/src/replay/proc-files";
import { type ReplayResult, replayTrace, type SnapshotResult } from "../packages/cli/src/replay/replay-trace";
import { BOUNDS, fallbacksAreWithin } from "../packages/cli/src/replay/report";

/** Boots and traces of real kernels; not part of a checkout. */
const DATA = resolve(import.meta.dirname, "../../shared/data");

interface Trace {
  folder: string;
  /** Allocations for which the model has to choose the kernel's very page, at least. */
  samePage: number;
  /** Without the trace's help at the start: figures that lie outside their bounds, and why the docs say. */
  missesByFilesAlone: string[];
}

const TRACES: Trace[] = [
  { folder: "V0-trace-c-frag-384M-smp1", samePage: 1, missesByFilesAlone: ["huge2 free"] },
  {
    folder: "deb-trace-c-frag-384M-smp1",
    samePage: 0.99,
    missesByFilesAlone: ["compacted unusable", "huge2 free", "huge2 order", "huge2 unusable"],
  },
  {
    folder: "deb-trace-c-frag-384M",
    samePage: 0.99,
    missesByFilesAlone: [
      "huge1 free",
      "compacted order",
      "compacted unusable",
      "huge2 free",
      "huge2 order",
      "huge2 unusable",
      "after order",
      "after unusable",
    ],
  },
  { folder: "deb-trace-a-file-1G", samePage: 1, missesByFilesAlone: [] },
  { folder: "deb-trace-d-pressure-256M", samePage: 0.96, missesByFilesAlone: [] },
];

const table: string[] = [];
afterAll(() => console.log(["free memory replayed against measured", ...table].join("\n")));

describe.each(TRACES)("$folder", ({ folder, samePage, missesByFilesAlone }) => {
  const data = resolve(DATA, folder);
  const isThere = existsSync(data);
  if (!isThere) table.push(`${folder}: skipped, the data is not here`);

  test.skipIf(!isThere)(
    "from the state that files and trace tell",
    async () => {
      const result = await replay(data, true);
      report(`${folder}, ${share(result)} the kernel's own page`, result);
      expect(result.snapshots.flatMap(missesOf)).toEqual([]);
      expect(fallbacksAreWithin(result) || fallbacks(result) === 0).toBe(true);
      expect(result.counts.samePage / result.counts.allocations).toBeGreaterThanOrEqual(samePage);
      expect(result.counts.failed).toBe(0);
      expect(result.trace.damaged.count).toBe(0);
    },
    120_000,
  );

  test.skipIf(!isThere)(
    "from the state that the files alone tell",
    async () => {
      const result = await replay(data, false);
      report(`${folder}, by the files alone`, result);
      expect(missesByFilesAlone).toEqual(expect.arrayContaining(result.snapshots.flatMap(missesOf)));
      expect(fallbacksAreWithin(result) || fallbacks(result) === 0).toBe(true);
    },
    120_000,
  );
});

async function replay(folder: string, completes: boolean): Promise<ReplayResult> {
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
function missesOf({ name, agreement }: SnapshotResult): string[] {
  const { freeError, orderDistance, unusableError } = agreement;
  return [
    ...(Math.abs(freeError) > BOUNDS.free ? [`${name} free`] : []),
    ...(orderDistance > BOUNDS.order ? [`${name} order`] : []),
    ...(unusableError > BOUNDS.unusable ? [`${name} unusable`] : []),
  ];
}

function fallbacks({ counts, events }: ReplayResult): number {
  return events.extfrag + counts.tracedExtfrag.reduce((sum, count) => sum + count, 0);
}

function share({ counts }: ReplayResult): string {
  return `${counts.samePage} of ${counts.allocations}`;
}

function report(title: string, { snapshots, events, counts }: ReplayResult): void {
  const measured = counts.tracedExtfrag.reduce((sum, count) => sum + count, 0);
  table.push(`${title}; fallbacks ${events.extfrag}, measured ${measured}`);
  for (const { name, agreement } of snapshots) {
    const { predictedPages, measuredPages, freeError, orderDistance, unusableError } = agreement;
    table.push(
      `   ${name.padEnd(12)}${String(predictedPages).padStart(7)}${String(measuredPages).padStart(7)} pages` +
        `${(100 * freeError).toFixed(3).padStart(9)} %  orders ${(100 * orderDistance).toFixed(2).padStart(5)} %` +
        `  unusable ${unusableError.toFixed(4)}`,
    );
  }
}
