import { describe, expect, test } from "vitest";
import { EarlyMachine } from "../../machine/early";
import type { FailureWords } from "../../machine/failure";
import { Machine } from "../../machine/machine";
import { createRun } from "../../run/run";
import { GIB, kmsan, MIB, machineInput, runInput } from "../../testing/inputs";
import { bootCarveOut } from "./boot-carve-out";
import { vmallocLayout } from "./vmalloc";
import { vmapArrayBytes } from "./vmap";

const TIB = 2n ** 40n;

describe("F-C3 the quarters of vmalloc space", () => {
  test("F-C4 four levels: 8 TiB each, at the addresses of the header", () => {
    expect(vmallocLayout(false)).toEqual({
      quarterBytes: 8n * TIB,
      start: 0xffffc90000000000n,
      shadow: 0xffffd10000000000n,
      origin: 0xffffd90000000000n,
      moduleShadow: 0xffffe10000000000n,
      // MODULES_LEN is 1 GiB without the fixmap's 16 MiB.
      moduleOrigin: 0xffffe1003f000000n,
    });
  });

  test("five levels: 3,200 TiB each, up to where the memory map ends vmalloc space", () => {
    const layout = vmallocLayout(true);
    expect(layout.quarterBytes).toBe(3200n * TIB);
    expect(layout.start).toBe(0xffa0000000000000n);
    expect(layout.shadow).toBe(0xffac800000000000n);
    expect(layout.origin).toBe(0xffb9000000000000n);
    expect(layout.moduleShadow).toBe(0xffc5800000000000n);
    // x86_64/mm.rst: ffa0000000000000 - ffd1ffffffffffff, 12.5 PB.
    expect(layout.moduleShadow + layout.quarterBytes - 1n).toBe(0xffd1ffffffffffffn);
  });

  test.each([false, true])(
    "an address has its shadow one quarter further, its origin two; five levels: %s",
    (five) => {
      const { start, shadow, origin, moduleShadow, moduleOrigin, quarterBytes } = vmallocLayout(five);
      expect([shadow - start, origin - shadow, moduleShadow - origin]).toEqual([
        quarterBytes,
        quarterBytes,
        quarterBytes,
      ]);
      // Both of the modules' areas fit the last quarter.
      expect(moduleOrigin + (moduleOrigin - moduleShadow)).toBeLessThan(start + 4n * quarterBytes);
    },
  );

  test("the figures say them as hexadecimal text", () => {
    const machine = machineInput(256 * MIB, { fiveLevelPaging: true });
    const run = createRun(runInput({ machine, strategies: [kmsan("boot-carve-out")] }));
    const figures = run.progress().figures[0]?.figures ?? [];
    const value = (key: string) => figures.find((figure) => figure.key === key)?.value;
    expect(value("vmalloc-start")).toBe("0xffa0000000000000");
    expect(value("vmalloc-moduleOrigin")).toBe("0xffc580003f000000");
    expect(value("vmalloc-bytes")).toBe(3200 * 2 ** 40);
  });
});

describe("C-10 mapping n pages asks for two arrays of n pointers", () => {
  const mapped = (pages: number, sizeBytes = GIB) => {
    const machine = new Machine(new EarlyMachine(machineInput(sizeBytes), 80), [bootCarveOut.create({})]);
    const failures: FailureWords[] = [];
    machine.noteFailure = (_, words) => failures.push(words());
    const taken = () => machine.allocator.levels.allocatedPages.reduce((sum, pages) => sum + pages, 0);
    const before = taken();
    const free = machine.buddy.freePages + machine.pcpPages;
    machine.act({ kind: "vmalloc-ro", startMs: 0, times: 1, everyMs: 0, pages });
    expect(machine.buddy.freePages + machine.pcpPages).toBe(free);
    return { failures, taken: taken() - before };
  };

  test("of 8 bytes each", () => {
    expect(vmapArrayBytes(1024)).toBe(8192);
  });

  test("from slab up to two pages, above that a block each, given back at once", () => {
    expect(mapped(1024)).toEqual({ failures: [], taken: 0 });
    // 8,200 bytes are three pages: order 2.
    expect(mapped(1025)).toEqual({ failures: [], taken: 8 });
    expect(mapped(131_072)).toEqual({ failures: [], taken: 512 });
  });

  test("and fails with -ENOMEM where no block is that large", () => {
    const { failures } = mapped(1_000_000);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.chain.map(({ code }) => code)).toEqual(["vmap", "two-arrays", "no-block"]);
    expect(failures[0]?.chain.at(-1)?.sentence).toBe("That is above the largest order, 10: -ENOMEM.");
  });
});
