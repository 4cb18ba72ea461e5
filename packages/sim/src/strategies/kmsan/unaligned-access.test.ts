import { describe, expect, test } from "vitest";
import { GFP_KERNEL } from "../../allocator/gfp";
import { checkMachine } from "../../machine/check";
import type { FailureWords } from "../../machine/failure";
import type { Machine } from "../../machine/machine";
import { causeChain } from "../../probes/failures";
import { createRun } from "../../run/run";
import { machineWithFree, TWO_BLOCKS_AND_SINGLES } from "../../testing/free-ranges";
import { kmsan, MIB, machineInput, mix, runInput, workloadInput } from "../../testing/inputs";
import { lazy } from "./lazy";

/** A machine with pfns [0, end) free and nothing else. */
function lazyMachine(contiguity: string, end = 1024, onFree = "release") {
  const machine = machineWithFree([[0, end]], lazy.create({ onFree, contiguity }));
  const failures: FailureWords[] = [];
  const keys: string[] = [];
  machine.noteFailure = (key, words) => {
    keys.push(key);
    failures.push(words());
  };
  return { machine, failures, keys };
}

const access = (machine: Machine, pages = 2) =>
  machine.act({ kind: "unaligned-access", startMs: 0, times: 1, everyMs: 0, pages });

const numbers = (machine: Machine) =>
  Object.fromEntries((machine.hooks[0]?.figures?.(machine) ?? []).map(({ key, value }) => [key, value]));

describe("X-C2 metadata of neighbours that is not adjacent", () => {
  test("page by page: an order-1 block at 0 has shadows 2 and 4, and the access writes over 3, an origin", () => {
    const { machine, failures } = lazyMachine("page");
    expect(machine.allocate(1, GFP_KERNEL, 0)).toBe(0);
    access(machine);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.examplePfn).toBe(3);
    expect(failures[0]?.chain.map(({ code, sentence }) => [code, sentence])).toEqual([
      [
        "unaligned-access",
        "An access begins in page 0x0 and ends in page 0x1, both of one order-1 allocation.",
      ],
      ["one-range", "KMSAN looks up the shadow of its first byte, in page 0x2, and writes on from there."],
      ["not-adjacent", "The second page's shadow is page 0x4, not 0x3."],
      ["foreign-metadata", "What is written over is page 0x3: the origin of page 0x0."],
    ]);
    expect(numbers(machine)).toMatchObject({
      accesses: 1,
      corrupting: 1,
      tracked: 2,
      share: expect.any(Number),
    });
  });

  test("what lies behind the first page's shadow may be somebody's data, and free later", () => {
    const { machine, keys, failures } = lazyMachine("page");
    const held = [0, 1, 2].map(() => machine.takeMetadata(0));
    const data = machine.allocate(0, GFP_KERNEL, 0);
    expect([...held, data]).toEqual([0, 1, 2, 3]);
    // Page 2 alone is free now, and becomes the shadow of the block's first page.
    machine.giveMetadata(2, 0);
    expect(machine.allocate(1, GFP_KERNEL, 0)).toBe(6);
    access(machine);
    machine.free(data, 0, 0);
    access(machine);
    expect(keys).toEqual(["kmsan unaligned shadow data", "kmsan unaligned shadow free"]);
    expect(failures[0]?.chain.at(-1)?.sentence).toBe("What is written over is page 0x3: somebody's data.");
  });

  test("one block each: the second page's metadata lies behind the first's, whatever the order", () => {
    const { machine, failures } = lazyMachine("block");
    for (let order = 1; order <= 6; order++)
      expect(machine.allocate(order, GFP_KERNEL, 0)).toBeGreaterThanOrEqual(0);
    access(machine, 2 * 6);
    expect(numbers(machine)).toMatchObject({ accesses: 6, corrupting: 0 });
    expect(failures).toEqual([]);
  });

  test("an access takes the next allocation of two pages or more, and goes round", () => {
    const { machine, failures } = lazyMachine("page");
    expect(machine.allocate(0, GFP_KERNEL, 0)).toBe(0);
    access(machine);
    expect(numbers(machine)).toMatchObject({ accesses: 0, corrupting: 0 });
    const blocks = [1, 2, 1].map((order) => machine.allocate(order, GFP_KERNEL, 0));
    access(machine, 8);
    const sorted = blocks.sort((a, b) => a - b);
    expect(failures.map(({ chain }) => chain[0]?.facts.pfn)).toEqual([...sorted, sorted[0]]);
  });
});

describe("page by page", () => {
  test("S-C6 serves the order-9 request that blocks cannot serve: 1,024 single pages are enough for its 512", () => {
    const boot = (contiguity: string) =>
      machineWithFree(TWO_BLOCKS_AND_SINGLES, lazy.create({ onFree: "release", contiguity }));
    expect(boot("block").allocate(9, GFP_KERNEL, 0)).toBe(-1);
    const machine = boot("page");
    expect(machine.allocate(9, GFP_KERNEL, 0)).toBeGreaterThanOrEqual(0);
    expect(machine.metadataPages).toBe(1024);
    expect(machine.buddy.freePages).toBe(512);
    checkMachine(machine);
  });

  test("gives everything back if a page's metadata is missing", () => {
    const { machine } = lazyMachine("page", 8);
    // Four pages need eight more, and four are left.
    expect(machine.allocate(2, GFP_KERNEL, 0)).toBe(-1);
    expect(machine.shortage).toMatchObject({
      order: 2,
      missing: "shadow",
      neededPages: 12,
      freePagesThen: 0,
    });
    expect(machine.buddy.freePages).toBe(8);
    expect(machine.metadataPages).toBe(0);
    checkMachine(machine);
    expect(
      causeChain(machine, machine.shortage)
        .slice(0, 3)
        .map(({ sentence }) => sentence),
    ).toEqual([
      "Order-2 GFP_KERNEL request: 4 pages (16 KiB) in one block.",
      "It needs an order-2 block and a shadow and an origin page for each of its pages: 12 pages.",
      "The page block was found, a shadow page was not: of 8 free pages 0 were left.",
    ]);
  });

  test("kept metadata stays with its page whatever block that is in next", () => {
    const { machine } = lazyMachine("page", 1024, "keep");
    const pair = [0, 0].map(() => machine.allocate(0, GFP_KERNEL, 0)) as [number, number];
    expect(machine.metadataPages).toBe(4);
    for (const frame of pair) machine.free(frame, 0, 0);
    expect(machine.metadataPages).toBe(4);
    expect(machine.allocate(0, GFP_KERNEL, 0)).toBe(pair[1]);
    expect(machine.metadataPages).toBe(4);
    checkMachine(machine);
  });
});

describe("claim 5 on whole machines", () => {
  const corrupting = (type: string, params: Record<string, string> = {}) => {
    const workload = workloadInput({
      durationMs: 300,
      allocationsPerSecond: 20_000,
      orderWeights: [80, 10, 5, 5],
      lifetimeMeanMs: 20,
      classes: mix({ user: { weight: 60 }, kernel: { weight: 40 } }),
      actions: [{ kind: "unaligned-access", startMs: 100, times: 90, everyMs: 2, pages: 8 }],
    });
    const run = createRun(
      runInput({ machine: machineInput(128 * MIB), strategies: [kmsan(type, params)], workload }),
      {
        check: true,
      },
    );
    while (run.step(10_000));
    const { figures, failures } = run.result();
    const value = (key: string) => figures[0]?.figures.find((figure) => figure.key === key)?.value;
    return { accesses: value("accesses"), corrupting: value("corrupting"), failures };
  };

  test("boot carve-out, pointers in page_ext and lazy with one block each stay adjacent", () => {
    for (const type of ["boot-carve-out", "page-ext", "lazy"])
      expect(corrupting(type)).toEqual({ accesses: 360, corrupting: 0, failures: [] });
  });

  test("lazy page by page does not", () => {
    const found = corrupting("lazy", { contiguity: "page" });
    expect(found.accesses).toBe(360);
    expect(found.corrupting).toBeGreaterThan(300);
    expect(found.failures.reduce((sum, { count }) => sum + count, 0)).toBe(found.corrupting);
    expect(found.failures[0]?.subject).toBe("Unaligned access");
  });
});
