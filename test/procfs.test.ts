import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { buddyinfo } from "../packages/sim/src/probes/procfs/buddyinfo";
import { pagetypeinfo } from "../packages/sim/src/probes/procfs/pagetypeinfo";
import type { ProcView } from "../packages/sim/src/probes/procfs/view";
import { vmstat } from "../packages/sim/src/probes/procfs/vmstat";
import { zoneinfo } from "../packages/sim/src/probes/procfs/zoneinfo";
import {
  knownPagetypeinfo,
  knownVmstat,
  knownZoneinfo,
  readBuddyinfo,
  readPagetypeinfo,
  readVmstat,
  readZoneinfo,
} from "./support/proc-files";

const ROOT = resolve(import.meta.dirname, "..");
const FIXTURES = resolve(ROOT, "packages/sim/fixtures/procfs");
/** Boots and traces of real kernels; not part of a checkout. */
const DATA = resolve(ROOT, "../shared/data");

const same = (text: string) => text;

/** By the file's name: how to read it, how to write it, and which of its lines the model knows. */
const FILES: [RegExp, (text: string) => ProcView, (view: ProcView) => string, (text: string) => string][] = [
  [/buddyinfo(_again)?\.txt$/, readBuddyinfo, buddyinfo, same],
  [/pagetypeinfo\.txt$/, readPagetypeinfo, pagetypeinfo, knownPagetypeinfo],
  [/zoneinfo\.txt$/, readZoneinfo, zoneinfo, knownZoneinfo],
  [/vmstat(_end)?\.txt$/, readVmstat, vmstat, knownVmstat],
];

function* proofs(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = resolve(folder, entry.name);
    if (entry.isDirectory()) yield* proofs(path);
    else if (FILES.some(([name]) => name.test(entry.name))) yield path;
  }
}

/** Reads every file and writes it again; returns how many of each there were. */
function rewrite(folder: string): number[] {
  const counts = FILES.map(() => 0);
  for (const path of proofs(folder)) {
    const text = readFileSync(path, "utf8");
    for (const [index, [name, read, write, known]] of FILES.entries()) {
      if (!name.test(path)) continue;
      expect(write(read(text)), path).toBe(known(text));
      counts[index] = (counts[index] ?? 0) + 1;
    }
  }
  return counts;
}

test("the files of two boots, arm64 with CMA and x86-64 with two nodes, come out byte for byte", () => {
  expect(rewrite(FIXTURES)).toEqual([2, 2, 2, 2]);
});

test.skipIf(!existsSync(DATA))("so do those of every boot and trace (needs ../shared/data)", () => {
  for (const count of rewrite(DATA)) expect(count).toBeGreaterThan(30);
});
