/**
 * Kernels with KASAN, predicted from the same machine's boot without it and the strategy. By how much the image and the per-cpu areas grow is
 * measured on the same kernels and goes in; the shadow, its tables and the stack depot are computed.
 */

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { importProfile } from "@carveout/formats";
import { checkInput, estimate, type MachineInput, type RunInput, type StrategyInput } from "@carveout/sim";
import { boot, bootFiles } from "./boots";
import { markdownTable } from "./boots-report";

const PAIRS = [
  { plain: "V0-1G", name: "V3-kasan-outline-1G", instrumentation: "outline" },
  { plain: "V0-2G", name: "V3-kasan-outline-2G", instrumentation: "outline" },
  { plain: "V0-2G-memblock-debug", name: "V3-kasan-outline-2G-memblock-debug", instrumentation: "outline" },
  { plain: "V0-1G", name: "V4-kasan-inline-1G", instrumentation: "inline" },
  { plain: "V0-2G", name: "V4-kasan-inline-2G", instrumentation: "inline" },
];

export interface KasanComparison {
  name: string;
  /** Pages of each zone that has some, and their sum. */
  managed: { predicted: number[]; measured: number[] };
  minFreeKbytes: { predicted: number; measured: number };
  /** Pages of shadow and tables; measured only where the log has every reservation. */
  shadow: { predicted: number; measured: number | null };
  structPageBytes: { predicted: number; measured: number };
}

/** Pairs of boots that are there. */
export function kasanPairs(data: string): typeof PAIRS {
  return PAIRS.filter(({ plain, name }) => [plain, name].every((boot) => existsSync(resolve(data, boot))));
}

export function compareKasanBoot(
  data: string,
  { plain, name, instrumentation }: (typeof PAIRS)[number],
): KasanComparison {
  const own = importProfile(bootFiles(resolve(data, name)));
  const input = withKasan(importProfile(bootFiles(resolve(data, plain))).machine, "linear", {
    instrumentation,
  });
  const { zones, minFreeKbytes, memory, structPageBytes } = boot(input, true);
  const inClosedForm = estimate(input).memory;
  if (inClosedForm.usablePages !== memory.usablePages) throw new Error(`${name}: the closed form is another`);
  const withSum = (pages: number[]) => [...pages, pages.reduce((sum, n) => sum + n, 0)];
  const log = readFileSync(resolve(data, name, "serial.log"), "utf8");
  return {
    name,
    managed: {
      predicted: withSum(zones.filter((zone) => zone.presentPages > 0).map((zone) => zone.managedPages)),
      measured: withSum(own.measured.zones.filter((zone) => zone.present > 0).map((zone) => zone.managed)),
    },
    minFreeKbytes: {
      predicted: minFreeKbytes,
      measured: Number(readFileSync(resolve(data, name, "min_free_kbytes.txt"), "utf8")),
    },
    shadow: { predicted: memory.shadowPages + memory.pageTablePages, measured: loggedShadow(log) },
    structPageBytes: { predicted: structPageBytes, measured: own.machine.structPageBytes },
  };
}

/** The boot of a machine with a strategy of the family and nothing to do. */
export function withKasan(
  machine: MachineInput,
  type: string,
  params: StrategyInput["params"] = {},
): RunInput {
  const strategies = [{ family: "kasan", type, params }];
  const workload = {
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
  return checkInput({ machine, strategies, workload, seed: 1 });
}

/** Pages that kasan_init() took, by the first of the log's copies; null without memblock=debug. */
function loggedShadow(log: string): number | null {
  const lines = log.split("\n");
  const end = lines.findIndex((line) => line.includes("KernelAddressSanitizer initialized"));
  const sizes = lines
    .slice(0, end)
    .flatMap((line) => /memblock_alloc_try_nid: (\d+) bytes .* early_alloc[.+]/.exec(line)?.[1] ?? []);
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + Number(size) / 4096, 0);
}

/** Markdown: a row for each boot. */
export function kasanReport(comparisons: KasanComparison[]): string {
  const rows = comparisons.map(({ name, managed, minFreeKbytes, shadow, structPageBytes }) => [
    name,
    told(managed.predicted.join(", "), managed.measured.join(", ")),
    told(minFreeKbytes.predicted, minFreeKbytes.measured),
    shadow.measured === null ? `${shadow.predicted} –` : told(shadow.predicted, shadow.measured),
    told(structPageBytes.predicted, structPageBytes.measured),
  ]);
  return markdownTable(["boot", "managed", "min_free_kbytes", "shadow and tables", "struct page"], rows).join(
    "\n",
  );
}

function told(predicted: number | string, measured: number | string): string {
  return predicted === measured ? `${predicted} =` : `${predicted} for ${measured}`;
}
