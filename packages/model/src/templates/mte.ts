import type { BoardJson } from "../board-json";
import type { ProfileFieldsJson, WorkloadFieldsJson } from "../item";
import { comparison } from "./comparison";
import type { Template } from "./template";

const TITLE = "MTE tag storage: firmware carve-out, CMA, or cleancache";
const MIB = 2 ** 20;

/** What tag storage is used for while it holds no tags (mail of A. Elisei, 20 Feb 2024). */
export const mteTemplate: Template = {
  id: "mte",
  title: TITLE,
  name: "MTE tag storage",
  question: "3 % of memory holds tags or nothing. Who gets it back, and at what price?",
  board,
};

/**
 * Two memory nodes with their tags at the end of the second, as on the model that the series was developed on, but much smaller: a run
 * takes a fraction of a second.
 */
const PROFILE: ProfileFieldsJson = {
  arch: "arm64",
  kernel: "6.6",
  cpus: 4,
  banks: {
    memory0: { baseBytes: 0x8000_0000, sizeBytes: 128 * MIB },
    memory1: { baseBytes: 0x8_8000_0000, sizeBytes: 64 * MIB },
    tags: { baseBytes: 0x8_8400_0000, sizeBytes: 6 * MIB },
  },
  reserved: {
    image: { baseBytes: 0x8020_0000, sizeBytes: 16 * MIB, label: "kernel image" },
  },
  cma: { reserved: { baseBytes: 0x8700_0000, sizeBytes: 8 * MIB } },
  tagStorage: {
    tags0: {
      baseBytes: 0x8_8400_0000,
      sizeBytes: 4 * MIB,
      blockBytes: 4096,
      memoryBaseBytes: 0x8000_0000,
      memorySizeBytes: 128 * MIB,
    },
    tags1: {
      baseBytes: 0x8_8440_0000,
      sizeBytes: 2 * MIB,
      blockBytes: 4096,
      memoryBaseBytes: 0x8_8000_0000,
      memorySizeBytes: 64 * MIB,
    },
  },
};

const WORKLOAD: WorkloadFieldsJson = {
  durationMs: 10_000,
  allocationsPerSecond: 9_400,
  lifetime: "lognormal",
  lifetimeMeanMs: 2500,
  orders: { "0": 1 },
  classes: {
    user: { weight: 44 },
    cache: { weight: 52, lifetime: "never" },
    kernel: { weight: 3 },
    atomic: { weight: 1, lifetime: "exponential", lifetimeMeanMs: 50 },
  },
  taggedPercent: 40,
  atomicTaggedPercent: 10,
  pinnedPercent: 2,
  pinTerm: "vmsplice",
  rereadPercent: 30,
};

function board(): BoardJson {
  return comparison({
    title: TITLE,
    family: "mte",
    profile: {
      name: "Arm FVP with MTE, in small",
      fields: PROFILE,
    },
    alternatives: [
      { variant: "firmware", type: "firmware", y: 0 },
      { variant: "cma", type: "cma", y: 216 },
      { variant: "cleancache", type: "cleancache", y: 484 },
    ],
    workload: { name: "Tagged, some pinned", y: 700, fields: WORKLOAD },
    experiment: "Who uses tag storage, and who waits for it?",
    note: {
      y: 556,
      text: `Memory tags (arm64 MTE) take 4 bits for every 16 bytes: one page of tags for 32 pages. Where a page's tags lie follows from its address. Most memory is never tagged, so most tag storage holds nothing.

A leaves it to the firmware: 3 % of memory is gone. B gives it to movable allocations as CMA and moves the data out when a page is tagged. C keeps clean page cache in it, which can be dropped at any moment.

The layout is that of Arm's model in small, two memory nodes with their tags at the end (192 MiB and 6 MiB of tags), so that an answer comes at once. 40 % of user pages are tagged, 2 % are pinned by vmsplice, a tenth of atomic requests want tags, 30 % of page cache is read again.

Look at failed requests (atomic ones in B), at faults without progress (pinned tag storage in B), and at pages read from disk again (what B and C give back). Change the shares; everybody sees what follows.`,
    },
  });
}
