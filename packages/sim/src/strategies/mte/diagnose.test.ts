import { describe, expect, test } from "vitest";
import type { MachineInput, StrategyInput, TagStorageRegion } from "../../input";
import { diagnose } from "../../run/diagnose";
import { MIB, machineInput, mix, runInput, strategyInput, workloadInput } from "../../testing/inputs";
import { figureOf, runToEnd } from "../../testing/results";

const REGION: TagStorageRegion = {
  baseBytes: 0x8800_0000,
  sizeBytes: 4 * MIB,
  blockBytes: 4096,
  memoryBaseBytes: 0x8000_0000,
  memorySizeBytes: 128 * MIB,
};

function machine(
  over: Partial<MachineInput> = {},
  regions: Partial<TagStorageRegion>[] = [{}],
): MachineInput {
  return machineInput(0, {
    arch: "arm64",
    kernel: "6.6",
    banks: [
      { baseBytes: 0x8000_0000, sizeBytes: 128 * MIB, nid: 0 },
      { baseBytes: 0x8800_0000, sizeBytes: 16 * MIB, nid: 0 },
    ],
    tagStorage: regions.map((region) => ({ ...REGION, ...region })),
    ...over,
  });
}

function findings(input: MachineInput, type: string, others: StrategyInput[] = []) {
  return diagnose(
    runInput({
      machine: input,
      strategies: [strategyInput("mte", type), ...others],
      workload: workloadInput({ taggedPercent: 10 }),
    }),
  );
}

/** Sentences of the errors. */
const errors = (...args: Parameters<typeof findings>) =>
  findings(...args)
    .filter(({ severity }) => severity === "error")
    .map(({ sentence }) => sentence);

test("a sound description has no error with any strategy", () => {
  for (const type of ["firmware", "cma", "cleancache"]) expect(errors(machine(), type)).toEqual([]);
});

describe("the description, whoever uses it", () => {
  const refused: [string, Partial<TagStorageRegion>[], Partial<MachineInput>, RegExp][] = [
    [
      "rule 6: a region that is too small",
      [{ sizeBytes: 2 * MIB }],
      {},
      /does not cover its memory: 128 MiB .* take .* 4 MiB, .* it has 2 MiB/,
    ],
    ["no whole blocks", [{ blockBytes: 0x1800 }], {}, /1,024 pages are no multiple of a block, .* 3 pages/],
    ["no whole pages", [{ memorySizeBytes: 128 * MIB - 100 }], {}, /begin and end at pages of 4 KiB/],
    [
      "outside memory",
      [{ baseBytes: 0x9000_0000 }],
      {},
      /does not lie in one bank, so that the kernel cannot address it/,
    ],
    [
      "memory that is not there",
      [{ memoryBaseBytes: 0x9000_0000 }],
      {},
      /tagged-memory names one memory node/,
    ],
    [
      "tags of tags",
      [{ memoryBaseBytes: 0x8000_0000, baseBytes: 0x8400_0000 }],
      {},
      /tag storage cannot carry tags itself/,
    ],
    [
      "two regions on one place",
      [
        { memorySizeBytes: 64 * MIB },
        { memoryBaseBytes: 0x8400_0000, memorySizeBytes: 64 * MIB, baseBytes: 0x8820_0000 },
      ],
      {},
      /it overlaps the region at 0x88200000/,
    ],
    [
      "two regions for one memory",
      [{}, { baseBytes: 0x8840_0000 }],
      {},
      /memory at 0x80000000 has tags in the region at 0x88400000 too/,
    ],
    [
      "something else in it",
      [{}],
      { reserved: [{ baseBytes: 0x8810_0000, sizeBytes: 4096, label: "initrd", recorded: true }] },
      /"initrd" at 0x88100000 is reserved in it/,
    ],
    ["another architecture", [{}], { arch: "x86-64" }, /Memory tagging is arm64's/],
  ];

  test.each(refused)("%s", (_, regions, over, sentence) => {
    const [first] = findings(machine(over, regions), "firmware").filter(
      ({ severity }) => severity === "error",
    );
    expect(first).toMatchObject({ part: "machine", field: "tagStorage" });
    expect(first?.sentence).toMatch(sentence);
    expect(first?.source).toBeTruthy();
  });

  test("a region larger than needed is a warning, and so is memory without tags", () => {
    const larger = findings(machine({}, [{ sizeBytes: 8 * MIB }]), "firmware");
    expect(larger.find(({ severity }) => severity === "warning")?.sentence).toMatch(
      /the other 4 MiB never hold tags/,
    );
    const bare = findings(machine({}, [{ memorySizeBytes: 64 * MIB, sizeBytes: 2 * MIB }]), "firmware");
    expect(bare.find(({ severity }) => severity === "warning")?.sentence).toMatch(
      /^78 MiB of memory \(19,968 pages\) have no tag storage/,
    );
  });

  test("without tag storage there is no strategy to choose, and the kernel's own has nothing to do", () => {
    for (const type of ["firmware", "cma", "cleancache"])
      expect(errors(machine({}, []), type)).toEqual([
        expect.stringContaining("The profile has no tag storage."),
      ]);
    const none = runInput({ machine: machine({}, []) });
    expect(diagnose(none).filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

describe("CMA reuse", () => {
  test("rule 7: regions become CMA in whole pageblocks only; cleancache and firmware do not mind", () => {
    const odd = machine({}, [{ baseBytes: 0x8810_0000 }]);
    expect(errors(odd, "cma")).toEqual([expect.stringMatching(/multiples of 2 MiB to become CMA/)]);
    expect(errors(odd, "cleancache")).toEqual([]);
    expect(errors(odd, "firmware")).toEqual([]);
    // Until 5.18 in blocks of the largest order.
    const older = machine({ kernel: "5.18" }, [{ baseBytes: 0x8820_0000 }]);
    expect(errors(older, "cma")).toEqual([expect.stringMatching(/multiples of 4 MiB/)]);
  });

  test("rule 7: a block across the end of a zone", () => {
    const across = (blockBytes: number) =>
      machine(
        {
          banks: [
            { baseBytes: 0x8000_0000, sizeBytes: 128 * MIB, nid: 0 },
            { baseBytes: 0x1_0000_0000 - 2 * MIB, sizeBytes: 6 * MIB, nid: 0 },
          ],
        },
        [{ baseBytes: 0x1_0000_0000 - 2 * MIB, sizeBytes: 6 * MIB, blockBytes }],
      );
    expect(errors(across(4096), "cma")).toEqual([]);
    expect(errors(across(0x3000), "cma")).toEqual([
      expect.stringMatching(/spans the end of a zone at 0x100000000 within a block of 3 pages/),
    ]);
  });

  test("rule 5: hardware KASAN is refused; with cleancache its atomic pages are tagged and served", () => {
    const kasan = strategyInput("kasan", "linear", { mode: "hw-tags" });
    expect(errors(machine(), "cma", [kasan])).toContainEqual(
      expect.stringMatching(/KASAN tags pages that the kernel takes in atomic context/),
    );
    expect(errors(machine(), "cleancache", [kasan])).toEqual([]);
    const result = runToEnd(
      runInput({
        machine: machine(),
        strategies: [strategyInput("mte", "cleancache"), kasan],
        workload: workloadInput({
          durationMs: 100,
          allocationsPerSecond: 10_000,
          lifetime: "never",
          classes: mix({ atomic: { weight: 1 } }),
        }),
      }),
    );
    const [orders] = result.orders;
    expect(orders?.failed).toBe(0);
    expect(figureOf(result, "mte", "taggedPages")).toBe(orders?.requested);
  });
});
