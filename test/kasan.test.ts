import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile } from "@carveout/formats";
import { checkInput, estimate, type StrategyInput } from "@carveout/sim";
import { afterAll, describe, expect, test } from "vitest";
import { boot, bootFiles, dataFolder } from "./support/boots";
import { markdownTable } from "./support/boots-report";

/**
 * Kernels with KASAN, predicted from the same machine's boot without it plus the strategy. Sizes and text of the image and of the per-cpu
 * areas are measured at 2 GiB and scaled, so that they cannot be off there; shadow, its tables and the stack depot are computed, and
 * at 1 GiB everything is.
 */
const DATA = dataFolder(resolve(import.meta.dirname, ".."));
const BOOTS: { plain: string; kasan: string; instrumentation: string; managedPages: number }[] = [
  // Managed pages: domain sheet, section O.
  { plain: "V0-1G", kasan: "V3-kasan-outline-1G", instrumentation: "outline", managedPages: 217_248 },
  { plain: "V0-2G", kasan: "V3-kasan-outline-2G", instrumentation: "outline", managedPages: 442_144 },
  {
    plain: "V0-2G-memblock-debug",
    kasan: "V3-kasan-outline-2G-memblock-debug",
    instrumentation: "outline",
    managedPages: 442_144,
  },
  { plain: "V0-1G", kasan: "V4-kasan-inline-1G", instrumentation: "inline", managedPages: 215_556 },
  { plain: "V0-2G", kasan: "V4-kasan-inline-2G", instrumentation: "inline", managedPages: 440_452 },
];
const there = BOOTS.filter(({ plain, kasan }) =>
  [plain, kasan].every((name) => existsSync(resolve(DATA, name))),
);

const IDLE = {
  durationMs: 1,
  allocationsPerSecond: 0,
  orderWeights: [1],
  lifetime: "fixed",
  lifetimeMeanMs: 1,
  immortalPercent: 0,
  burstStartMs: 0,
  burstLengthMs: 0,
  burstFactor: 1,
};

const withKasan = (machine: unknown, instrumentation: string) => {
  const strategies: StrategyInput[] = [{ family: "kasan", type: "linear", params: { instrumentation } }];
  return checkInput({ machine, strategies, workload: IDLE, seed: 1 });
};

const rows: string[][] = [];
afterAll(() => {
  if (rows.length === 0) console.log(`The boots under ${DATA} are not there: none was compared.`);
  else
    console.log(
      markdownTable(
        ["boot", "managed pages predicted", "measured", "off", "shadow pages", "tables"],
        rows,
      ).join("\n"),
    );
});

describe("boots with KASAN, predicted from the boot without (needs ../shared/data)", () => {
  test.skipIf(there.length === 0).each(there)("$kasan from $plain", (names) => {
    const { machine } = importProfile(bootFiles(resolve(DATA, names.plain)));
    const input = withKasan(machine, names.instrumentation);
    const { memory, structPageBytes } = boot(input, true);
    expect(estimate(input).memory).toEqual(memory);
    const off = memory.usablePages - names.managedPages;
    const tables = memory.pageTablePages;
    rows.push(
      [names.kasan, memory.usablePages, names.managedPages, off, memory.shadowPages, tables].map(String),
    );
    expect(
      importProfile(bootFiles(resolve(DATA, names.kasan))).measured.zones.reduce((n, z) => n + z.managed, 0),
    ).toBe(names.managedPages);
    expect(off).toBe(0);
    expect(structPageBytes).toBe(64);
  });

  const logged = resolve(DATA, "V3-kasan-outline-2G-memblock-debug/serial.log");
  test.skipIf(!existsSync(logged))("shadow and its tables at 2 GiB, to the page, as the log has them", () => {
    const { machine } = importProfile(bootFiles(resolve(DATA, "V0-2G-memblock-debug")));
    const { memory } = boot(withKasan(machine, "outline"));
    expect(allocatedBy(readFileSync(logged, "utf8"))).toBe(memory.shadowPages + memory.pageTablePages);
  });
});

/** Pages that kasan_init() took, by the first of the log's copies: early_alloc() of either file. */
function allocatedBy(log: string): number {
  const lines = log.split("\n");
  const end = lines.findIndex((line) => line.includes("KernelAddressSanitizer initialized"));
  const sizes = lines
    .slice(0, end)
    .map((line) => /memblock_alloc_try_nid: (\d+) bytes .* early_alloc[.+]/.exec(line)?.[1]);
  return sizes.reduce((sum, size) => sum + Number(size ?? 0) / 4096, 0);
}
