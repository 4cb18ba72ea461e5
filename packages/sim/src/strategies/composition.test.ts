import { describe, expect, test } from "vitest";
import { GIB, MIB, machineInput, mix, runInput, strategyInput, workloadInput } from "../testing/inputs";
import { figureOf, pagesIn, runToEnd } from "../testing/results";

const carveOut = strategyInput("kmsan", "boot-carve-out");
const LINEAR = strategyInput("kasan", "linear");
const BUSY = workloadInput({
  durationMs: 200,
  allocationsPerSecond: 30_000,
  orderWeights: [20, 2, 1],
  lifetimeMeanMs: 50,
  slabPercent: 20,
  classes: mix({ user: { weight: 2 }, kernel: { weight: 1 } }),
});

describe("designs of several families work on the same pages", () => {
  test("KMSAN takes two thirds before page_ext's tables come, which take whole pages of the third that is left (A-19, F-C2)", () => {
    const memory = (pageOwner: boolean, strategies = [carveOut]) =>
      runToEnd(runInput({ machine: machineInput(GIB, { pageOwner }), strategies })).memory;
    const { pageExtPages } = memory(true, []);
    expect(pageExtPages).toBeGreaterThan(0);
    expect(memory(true).usablePages).toBe(memory(false).usablePages - pageExtPages);
    // What KMSAN holds for them stays with KMSAN.
    expect(memory(true).shadowPages).toBe(memory(false).shadowPages);
  });

  test("tag storage in CMA beside an area for huge pages: both are free to movable pages, and tags come from their own alone", () => {
    const tags = { baseBytes: GIB + 256 * MIB, sizeBytes: 8 * MIB };
    const huge = { baseBytes: GIB + 64 * MIB, sizeBytes: 32 * MIB, label: "hugetlb" };
    const machine = machineInput(0, {
      arch: "arm64",
      banks: [{ baseBytes: GIB, sizeBytes: 264 * MIB, nid: 0 }],
      cma: [huge],
      tagStorage: [{ ...tags, blockBytes: 4096, memoryBaseBytes: GIB, memorySizeBytes: 256 * MIB }],
    });
    const strategies = [strategyInput("mte", "cma")];
    const freeCma = (taggedPercent: number, loaded = taggedPercent > 0) => {
      const workload = loaded ? { ...BUSY, taggedPercent } : workloadInput();
      const { files, pageStates } = runToEnd(runInput({ machine, strategies, workload }), { check: true });
      const vmstat = files.find(({ path }) => path === "/proc/vmstat")?.text ?? "";
      const tagPages = pagesIn({ pageStates }, "tag_storage");
      return { pages: Number(/^nr_free_cma (\d+)$/m.exec(vmstat)?.[1]), tagPages };
    };
    const both = (tags.sizeBytes + huge.sizeBytes) / 4096;
    expect(freeCma(0)).toEqual({ pages: both, tagPages: 0 });
    const tagged = freeCma(100);
    expect(tagged.tagPages).toBeGreaterThan(0);
    // All user pages carry tags, so none lies in CMA: what is missing there holds tags, and huge pages' area is whole.
    expect(tagged.pages).toBe(both - tagged.tagPages);
  });

  test("DEBUG_PAGEALLOC's map of 4 KiB leaves beside a linear shadow: both are paid for, and nothing is ever split (G-2, F-D1)", () => {
    const run = (debugPagealloc: boolean, strategies = [LINEAR]) =>
      runToEnd(
        runInput({ machine: machineInput(512 * MIB, { debugPagealloc }), strategies, workload: BUSY }),
        {
          check: true,
        },
      );
    const all = run(true);
    expect(all.memory.shadowPages).toBe(run(false).memory.shadowPages);
    // Every page of memory has a leaf of its own; what the shadow took does not make the map smaller.
    expect(figureOf(all, "directmap", "leaves-4KiB")).toBe((512 * MIB) / 4096);
    expect(figureOf(all, "directmap", "splits-2MiB") ?? 0).toBe(0);
    expect(figureOf(all, "directmap", "failures-hidden")).toBe(0);
    const without = run(true, []);
    expect(all.memory.usablePages).toBeLessThan(without.memory.usablePages - (512 * MIB) / 4096 / 8 + 1);
  });
});
