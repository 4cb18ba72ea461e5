import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile } from "@carveout/formats";
import { describe, expect, test } from "vitest";
import { buddyinfo } from "../packages/sim/src/probes/procfs/buddyinfo";
import { pagetypeinfo } from "../packages/sim/src/probes/procfs/pagetypeinfo";
import type { ProcView } from "../packages/sim/src/probes/procfs/view";
import { vmstat } from "../packages/sim/src/probes/procfs/vmstat";
import { zoneinfo } from "../packages/sim/src/probes/procfs/zoneinfo";
import { boot, bootFiles, bootInput, dataFolder } from "./support/boots";
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
const DATA = dataFolder(ROOT);

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

describe("the simulated machine's own /proc/zoneinfo", () => {
  /** What the boot decides; how many pages are free, and where, is up to what has run since. */
  const settled = (text: string) =>
    readZoneinfo(text).nodes.map(({ nid, zones }) => ({
      nid,
      zones: zones
        // A kernel without CONFIG_ZONE_DEVICE has no such zone.
        .filter(({ name }) => name !== "Device")
        .map(({ protection, pagesets, freePages, freeCmaPages, ...zone }) => ({
          ...zone,
          protection: protection.slice(0, 4),
          pagesets: pagesets.map(({ count, ...size }) => size),
        })),
    }));

  function compare(folder: string): void {
    const { files } = boot(bootInput(importProfile(bootFiles(folder))));
    const simulated = files.find(({ path }) => path === "/proc/zoneinfo")?.text ?? "";
    const real = readFileSync(resolve(folder, "zoneinfo.txt"), "utf8");
    expect(settled(simulated)).toEqual(settled(real));
  }

  test("KMSAN, 2 GiB, reserved list logged", () => {
    compare(resolve(ROOT, "packages/formats/fixtures/kmsan-2g"));
  });

  // One node each: on which of two nodes an unlogged reservation lies is not known.
  for (const name of ["V0-1G", "V0-2G", "deb-1G", "deb-2G", "deb-4G", "deb-8G", "arm64-2G-mte"]) {
    const folder = resolve(DATA, name);
    test.skipIf(!existsSync(folder))(`${name} (needs ../shared/data)`, () => compare(folder));
  }
});
