import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile } from "@carveout/formats";
import { planExperiment, profileFromImport, TEMPLATES, viewOf } from "@carveout/model";
import { createRun, diagnose, type RunResult } from "@carveout/sim";
import { afterAll, describe, expect, test } from "vitest";
import { tablesOfPagesOnly } from "../packages/sim/src/directmap/initial-map";
import { bootFiles, bootNames, dataFolder } from "./support/boots";
import { counterReason, directMapReport, type MappedBoot, mappedBoot } from "./support/directmap";

const ROOT = resolve(import.meta.dirname, "..");
const DATA = dataFolder(ROOT);
const NAMES = bootNames(DATA);

const compared: MappedBoot[] = [];
afterAll(() => {
  if (NAMES.length === 0) console.log(`The boots under ${DATA} are not there: no direct map was compared.`);
  else console.log(directMapReport(compared));
});

describe("the direct maps of real kernels (needs ../shared/data)", () => {
  test.skipIf(NAMES.length === 0).each(NAMES)("%s", (name) => {
    const boot = mappedBoot(DATA, name);
    if (boot === null) {
      expect(name).toContain("arm64");
      return;
    }
    compared.push(boot);
    const { leaves, pagesOff, counted } = boot;
    if (leaves.measured !== null) expect(leaves.measured).toEqual(leaves.predicted);
    expect(pagesOff ?? 0).toBe(0);
    // What differs is leaves of 2 MiB that were split for code, a few of them.
    if (counterReason(name) === undefined) expect(counted.measured).toEqual(counted.predicted);
    else expect(counted.measured, "there is nothing left to explain").not.toEqual(counted.predicted);
    expect(counted.measured[2]).toBe(counted.predicted[2]);
  });

  const debug = ["V12-debug_pagealloc_off-2G", "V12-debug_pagealloc_on-2G"] as const;
  test.skipIf(!debug.every((name) => NAMES.includes(name)))(
    "debug_pagealloc=on reserves what a map of pages has in tables, but for the few that lie in the kernel image",
    () => {
      const [off, on] = debug.map((name) => importProfile(bootFiles(resolve(DATA, name))));
      if (off === undefined || on === undefined) throw new Error("The boots are gone.");
      const predicted = tablesOfPagesOnly(off.machine);
      const measured = Number(off.measured.handedOverPages) - Number(on.measured.handedOverPages);
      console.log(`tables of a map of pages at 2 GiB: predicted ${predicted}, measured ${measured}`);
      // The first 6 come from the image's own area: arch/x86/mm/init.c INIT_PGT_BUF_SIZE.
      expect(predicted - measured).toBeGreaterThanOrEqual(0);
      expect(predicted - measured).toBeLessThanOrEqual(6);
    },
  );

  test.skipIf(NAMES.length === 0)("the page says the same", () => {
    const page = readFileSync(resolve(ROOT, "docs/how-far-to-trust-it.md"), "utf8");
    expect(page, "run npm run generate").toContain(directMapReport(compared));
  });
});

describe("the template", () => {
  const template = TEMPLATES.find(({ id }) => id === "directmap");
  if (template === undefined) throw new Error("There is no template for the direct map.");
  const board = template.board();

  test("its machine is a measured boot, with the TLB added", () => {
    const profile = board.items["profile-1"];
    if (profile?.kind !== "profile") throw new Error("The board has no profile.");
    const { tlb, ...fields } = profile.fields;
    const boot = importProfile(bootFiles(resolve(ROOT, "packages/formats/fixtures/plain-4g")));
    expect(fields).toEqual(
      profileFromImport(boot, ["iomem.txt", "zoneinfo.txt", "meminfo.txt", "dmesg.txt"]).fields,
    );
    expect(Object.keys(tlb ?? {})).toHaveLength(3);
  });

  test("A hides what B returns, and C has nothing to return", () => {
    const [a, b, c] = planExperiment(viewOf(board.items), "experiment-1").map(({ run }) => {
      if (!("input" in run)) throw new Error(run.missing);
      expect(diagnose(run.input).filter(({ severity }) => severity === "error")).toEqual([]);
      const simulation = createRun(run.input);
      while (simulation.step(1_000_000));
      return simulation.result();
    });
    const figure = (result: RunResult | undefined, key: string) =>
      result?.figures.find(({ family }) => family === "directmap")?.figures.find((f) => f.key === key)?.value;
    expect(figure(a, "exposed")).toBeGreaterThan(10);
    expect(a?.panic?.chain.map(({ code }) => code)).toEqual(["request", "large-leaf", "hidden", "no-table"]);
    expect([figure(b, "exposed"), b?.panic]).toEqual([0, null]);
    expect(figure(b, "failures-visible")).toBeGreaterThan(10);
    expect([figure(c, "exposed"), figure(c, "failures-visible"), figure(c, "failures-hidden")]).toEqual([
      0, 0, 0,
    ]);
    // Splits have taken the leaves of 1 GiB, for good; pages alone reach less than a thousandth of it.
    expect([figure(a, "leaves-1GiB"), figure(b, "leaves-1GiB")]).toEqual([0, 0]);
    expect(Number(figure(c, "tlb-reach"))).toBeLessThan(Number(figure(b, "tlb-reach")) / 100);
  });
});
