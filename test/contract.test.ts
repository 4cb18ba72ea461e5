import {
  type ProfileFieldsJson,
  planExperiment,
  TEMPLATES,
  type VariantPlan,
  viewOf,
  type WorkloadFieldsJson,
} from "@carveout/model";
import { checkInput, type RunInput } from "@carveout/sim";
import { describe, expect, test } from "vitest";

const place = { geo: { x: 0, y: 0, w: 200 }, z: "a" };

/** What a board with this workload and this profile would run. */
function planned(workload: WorkloadFieldsJson, profile: ProfileFieldsJson): VariantPlan["run"] {
  const to = (port: string) => ({ item: "e", port });
  const view = viewOf({
    p: { kind: "profile", ...place, fields: { banks: { b0: { sizeBytes: 2 ** 28 } }, ...profile } },
    w: { kind: "workload", ...place, fields: workload },
    e: { kind: "experiment", ...place, fields: { variants: { v: { order: "a" } } } },
    pw: { kind: "connector", from: { item: "p" }, to: to("profile") },
    ww: { kind: "connector", from: { item: "w" }, to: to("workload") },
  });
  return planExperiment(view, "e")[0]?.run ?? { missing: "No variant." };
}

function input(workload: WorkloadFieldsJson, profile: ProfileFieldsJson = {}): RunInput {
  const run = planned(workload, profile);
  if (!("input" in run)) throw new Error(run.missing);
  return run.input;
}

describe("what a board plans is what the core takes, to the last field", () => {
  const expectSame = (input: RunInput) => expect(checkInput(input)).toEqual(input);

  test("an untouched workload", () => expectSame(input({})));

  test("a workload with everything written", () =>
    expectSame(
      input({
        atomicBurstsPerSecond: 3,
        pinnedPercent: 2,
        pinTerm: "vmsplice",
        atomicTaggedPercent: 3,
        rereadPercent: 40,
        cpuChoice: "in-turn",
        classes: { kernel: { weight: 3, lifetime: "pareto", lifetimeMeanMs: 7 }, cache: { weight: 2 } },
        slabPercent: 30,
        actions: { w: { kind: "compact", startMs: 9, times: 3, everyMs: 4, pages: 12 }, v: {} },
        phases: { b: { startMs: 500, lengthMs: 10, kernelFactor: 3 }, a: { startMs: 70, lengthMs: 5 } },
      }),
    ));

  test("a profile with everything written", () => {
    const MIB = 2 ** 20;
    const profile = {
      arch: "arm64",
      kernel: "5.18",
      cpus: 8,
      pageSizeBytes: 16384,
      maxOrder: 11,
      pageblockOrder: 7,
      transparentHugepages: false,
      minFreeKbytes: 9000,
      watermarkScaleFactor: 200,
      nodeDistances: "10 21; 21 10",
      deferredInit: true,
      pageOwner: true,
      pageTableCheck: true,
      freedBeforeWatermarksPages: 3,
      reserved: { a: { baseBytes: 0, sizeBytes: 4 * MIB, label: "kernel image", freedLatePages: 12 } },
      cma: { c: { baseBytes: 64 * MIB, sizeBytes: 32 * MIB } },
      debugVm: true,
      gbPages: false,
      debugPagealloc: true,
      rodataFull: false,
      kfence: true,
      bbml2: true,
      tlb: { t: { leafBytes: 2 * MIB, entries: 32 } },
      tagStorage: {
        t: {
          baseBytes: 128 * MIB,
          sizeBytes: MIB,
          blockBytes: 8192,
          memoryBaseBytes: 0,
          memorySizeBytes: 32 * MIB,
        },
      },
      pmem: {
        p: { baseBytes: 1024 * MIB, sizeBytes: 512 * MIB, mode: "devdax", map: "mem", alignBytes: 65536 },
      },
    };
    const { machine, ...rest } = input({}, profile);
    expectSame({ machine, ...rest });
    const { reserved, cma, tlb, tagStorage, pmem, ...fields } = profile;
    expect(machine).toMatchObject({
      ...fields,
      reserved: [{ ...reserved.a, recorded: true, afterMemmap: false }],
      cma: [{ ...cma.c, label: "reserved" }],
      tlb: [tlb.t],
      tagStorage: [tagStorage.t],
      pmem: [pmem.p],
    });
  });

  test.each(TEMPLATES.map((template) => [template.id, template]))("the template %s", (_, template) => {
    const board = template.board();
    const view = viewOf(board.items);
    for (const [id, item] of Object.entries(board.items)) {
      if (item.kind !== "experiment") continue;
      const plans = planExperiment(view, id);
      expect(plans.length).toBeGreaterThan(0);
      for (const { run } of plans) expectSame("input" in run ? run.input : expect.fail(run.missing));
    }
  });
});

test("a workload written before there were classes, phases, pins and cpus means what it meant", () => {
  const old = {
    durationMs: 2000,
    allocationsPerSecond: 70,
    lifetime: "lognormal" as const,
    lifetimeMeanMs: 30,
    immortalPercent: 4,
    burstStartMs: 500,
    burstLengthMs: 100,
    burstFactor: 3,
  };
  const { workload, ...rest } = input({ ...old, orders: { "0": 3, "2": 1 } });
  expect(workload).toEqual(checkInput({ ...rest, workload: { ...old, orderWeights: [3, 0, 1] } }).workload);
});

test("a profile written before there were kernels, cpus and CMA is a 6.1 on one cpu that was booted plainly", () => {
  expect(input({}, { lateFreedPages: 7, unplacedReservedPages: 9 }).machine).toMatchObject({
    kernel: "6.1",
    cpus: 1,
    pageblockOrder: 0,
    transparentHugepages: true,
    minFreeKbytes: 0,
    watermarkScaleFactor: 10,
    fiveLevelPaging: false,
    nodeDistances: "",
    deferredInit: false,
    pageOwner: false,
    pageTableCheck: false,
    freedBeforeWatermarksPages: 0,
    cma: [],
    lateFreedPages: 7,
  });
});

test("phases go to the core by their start", () => {
  const { workload } = input({ phases: { z: { startMs: 5 }, a: { startMs: 900 }, m: { startMs: 90 } } });
  expect(workload.phases.map(({ startMs }) => startMs)).toEqual([5, 90, 900]);
});
