import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile } from "@carveout/formats";
import { planExperiment, profileFromImport, TEMPLATES, viewOf } from "@carveout/model";
import { estimate } from "@carveout/sim";
import { afterAll, describe, expect, test } from "vitest";
import {
  boot,
  bootFiles,
  bootInput,
  bootNames,
  type Comparison,
  compareBoot,
  dataFolder,
} from "./support/boots";
import { bootsReport, differing, reasonFor } from "./support/boots-report";

const ROOT = resolve(import.meta.dirname, "..");
const FIXTURES = resolve(ROOT, "packages/formats/fixtures");
const DATA = dataFolder(ROOT);
const NAMES = bootNames(DATA);

const fixture = (name: string) => importProfile(bootFiles(resolve(FIXTURES, name)));

describe("KMSAN boot carve-out on real boots, to the page", () => {
  // C-11 of the domain sheet: from the reserved list where the boot logged it, from the pages offered otherwise.
  test.each([
    ["kmsan-2g", 154_854],
    ["kmsan-1g", 73_020],
  ])("%s: %i managed, simulated and in closed form", (name, managed) => {
    const input = bootInput(fixture(name));
    const { zones } = boot(input, true);
    expect(zones.reduce((sum, zone) => sum + zone.managedPages, 0)).toBe(managed);
    expect(estimate(input).memory.usablePages).toBe(managed);
  });

  test("the template's machine is that 2 GiB boot, and its variant A predicts it", () => {
    const template = TEMPLATES.find((t) => t.id === "kmsan");
    if (template === undefined) throw new Error("There is no KMSAN template.");
    const board = template.board();
    const profile = board.items["profile-1"];
    expect(profile?.kind === "profile" && profile.fields).toEqual(
      profileFromImport(fixture("kmsan-2g"), ["iomem.txt", "zoneinfo.txt", "meminfo.txt", "dmesg.txt"])
        .fields,
    );
    const [plan] = planExperiment(viewOf(board.items), "experiment-1");
    if (plan === undefined || !("input" in plan.run)) throw new Error("Variant A has no input.");
    expect(estimate(plan.run.input).memory.usablePages).toBe(154_854);
  });
});

const compared: Comparison[] = [];
afterAll(() => {
  if (NAMES.length === 0) console.log(`The boots under ${DATA} are not there: none was compared.`);
  else console.log(bootsReport(compared));
});

describe("boots of real kernels, every figure (needs ../shared/data)", () => {
  test.skipIf(NAMES.length === 0).each(NAMES)("%s", (name) => {
    const comparison = compareBoot(DATA, name);
    compared.push(comparison);
    const off = differing(comparison).map((figure) => ({ ...figure, reason: reasonFor(name) }));
    // With its whole reserved list a boot has nothing left to guess.
    if (comparison.isLogged) expect(off).toEqual([]);
    expect(off.filter(({ reason }) => reason === undefined)).toEqual([]);
    if (reasonFor(name) !== undefined) expect(off, "there is nothing left to explain").not.toEqual([]);
    // Sums and spans never depend on where pages are reserved.
    for (const { quantity, zone } of off) {
      expect(["managed", "watermarks", "lowmem reserve", "per-cpu lists"]).toContain(quantity);
      expect(zone).toContain("node");
    }
  });

  test.skipIf(NAMES.length === 0)("the page says the same", () => {
    const page = readFileSync(resolve(ROOT, "docs/how-far-to-trust-it.md"), "utf8");
    expect(page, "run npm run generate").toContain(bootsReport(compared));
  });

  const logged = NAMES.filter((name) => name.endsWith("memblock-debug"));
  test.skipIf(logged.length === 0).each(logged)("%s keeps the machine's laws", (name) => {
    boot(bootInput(importProfile(bootFiles(resolve(DATA, name)))), true);
  });
});
