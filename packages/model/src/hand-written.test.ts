import { expect, test } from "vitest";
import { completeRun } from "./hand-written";

test("rows that somebody wrote by hand get the defaults of a new row", () => {
  const run = completeRun({
    machine: { pmem: [{ baseBytes: 2 ** 32 }], tlb: [{ entries: 1536 }], tagStorage: [{}] },
    workload: { actions: [{ kind: "kpagecount" }] },
  });
  expect(run).toMatchObject({
    machine: {
      pmem: [{ baseBytes: 2 ** 32, mode: "fsdax", map: "dev", alignBytes: 2 * 1024 ** 2 }],
      tlb: [{ leafBytes: 4096, entries: 1536 }],
      tagStorage: [{ blockBytes: 4096 }],
    },
    workload: { actions: [{ kind: "kpagecount", times: 1, everyMs: 0, pages: 0 }] },
  });
});
