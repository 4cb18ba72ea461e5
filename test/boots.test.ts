import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile } from "@carveout/formats";
import { planExperiment, profileFromImport, TEMPLATES, viewOf } from "@carveout/model";
import { checkInput, createRun, estimate } from "@carveout/sim";
import { afterAll, describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const FIXTURES = resolve(ROOT, "packages/formats/fixtures");
/** Boots and traces of real kernels; not part of a checkout. */
const DATA = resolve(ROOT, "../shared/data");

interface Boot {
  folder: string;
  name: string;
  kmsan: boolean;
  /** Pages managed by all zones after boot, as that boot's /proc/zoneinfo says. */
  managed: number;
}

const table: string[] = [];
afterAll(() => console.log(["managed pages after boot, predicted against measured", ...table].join("\n")));

function files(folder: string) {
  return ["iomem", "zoneinfo", "meminfo", "dmesg"].map((name) => {
    // The printk ring may have lost the earliest lines of a memblock=debug boot; the console did not.
    const serial = resolve(folder, "serial.log");
    const path = name === "dmesg" && existsSync(serial) ? serial : resolve(folder, `${name}.txt`);
    return { name, text: readFileSync(path, "utf8") };
  });
}

function managedIn(zoneinfo: string): number {
  return [...zoneinfo.matchAll(/^\s+managed\s+(\d+)/gm)].reduce((sum, match) => sum + Number(match[1]), 0);
}

/** The shortest workload there is: what counts here is the machine right after boot. */
const IDLE = {
  durationMs: 1,
  allocationsPerSecond: 0.001,
  orderWeights: [1],
  lifetime: "fixed",
  lifetimeMeanMs: 1,
  immortalPercent: 0,
  burstStartMs: 0,
  burstLengthMs: 0,
  burstFactor: 1,
};

function predict(folder: string, kmsan: boolean): { simulated: number; closedForm: number } {
  const { machine } = importProfile(files(folder));
  const strategies = kmsan ? [{ family: "kmsan", type: "boot-carve-out", params: {} }] : [];
  const input = checkInput({ machine, strategies, workload: IDLE, seed: 1 });
  const run = createRun(input, { check: true });
  while (run.step(1000));
  return {
    simulated: run.result().zones.reduce((sum, zone) => sum + zone.managedPages, 0),
    closedForm: estimate(input).memory.usablePages,
  };
}

function compare({ folder, name, kmsan, managed }: Boot): void {
  const { simulated, closedForm } = predict(folder, kmsan);
  const show = (n: number) => n.toLocaleString("en-US").padStart(9);
  table.push(
    `  ${name.padEnd(60)} predicted ${show(simulated)}   measured ${show(managed)}   difference ${simulated - managed}`,
  );
  expect(simulated).toBe(managed);
  expect(closedForm).toBe(managed);
}

describe("KMSAN boot carve-out on real boots, to the page", () => {
  // C-11 of the domain sheet: from the reserved list where the boot logged it, from the pages offered otherwise.
  test("2 GiB with memblock=debug: 154,854", () => {
    compare({
      folder: resolve(FIXTURES, "kmsan-2g"),
      name: "KMSAN, 2 GiB, reserved list logged",
      kmsan: true,
      managed: 154_854,
    });
  });

  test("1 GiB, reserved list not logged: 73,020", () => {
    compare({
      folder: resolve(FIXTURES, "kmsan-1g"),
      name: "KMSAN, 1 GiB, pages offered",
      kmsan: true,
      managed: 73_020,
    });
  });

  test("the template's machine is that 2 GiB boot, and its variant A predicts it", () => {
    const template = TEMPLATES.find((t) => t.id === "kmsan");
    if (template === undefined) throw new Error("There is no KMSAN template.");
    const board = template.board();
    const profile = board.items["profile-1"];
    expect(profile?.kind === "profile" && profile.fields).toEqual(
      profileFromImport(importProfile(files(resolve(FIXTURES, "kmsan-2g"))), [
        "iomem.txt",
        "zoneinfo.txt",
        "meminfo.txt",
        "dmesg.txt",
      ]).fields,
    );
    const [plan] = planExperiment(viewOf(board.items), "experiment-1");
    if (plan === undefined || !("input" in plan.run)) throw new Error("Variant A has no input.");
    expect(estimate(plan.run.input).memory.usablePages).toBe(154_854);
  });
});

/** Boots whose log names every reservation: the prediction uses nothing that the boot counted itself. */
const LOGGED = [
  "V5-kmsan-2G-memblock-debug",
  "V0-2G-memblock-debug",
  "V3-kasan-outline-2G-memblock-debug",
  "deb-2G-memblock-debug",
  "arm64-2G-mte-memblock-debug",
];
/** KMSAN without the list: from the pages offered, which MemTotal counts, to a third of them, which it does not. */
const OFFERED = ["V5-kmsan-1G", "V5-kmsan-2G"];
/** Neither list nor KMSAN: managed is MemTotal, so these check that import, banks, zones and hand-over lose no page, not that they predict. */
const RESTORED = [
  "V0-512M",
  "V0-1G",
  "V0-2G",
  "V12-default-2G",
  "deb-1G",
  "deb-2G",
  "deb-4G",
  "deb-8G",
  "deb-2G-numa2",
  "arm64-1G-mte",
  "arm64-2G-mte",
];

for (const [how, names] of [
  ["from the reserved list", LOGGED],
  ["from the pages offered", OFFERED],
  ["restored from MemTotal", RESTORED],
] as const)
  describe(`boots in ../shared/data, ${how}`, () => {
    for (const name of names) {
      const folder = resolve(DATA, name);
      test.skipIf(!existsSync(folder))(`${name} (needs ../shared/data)`, () => {
        const managed = managedIn(readFileSync(resolve(folder, "zoneinfo.txt"), "utf8"));
        compare({ folder, name: `${name}, ${how}`, kmsan: name.startsWith("V5"), managed });
      });
    }
  });
