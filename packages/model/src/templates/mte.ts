import { generateNKeysBetween } from "fractional-indexing";
import type { BoardJson, ConnectorJson, ItemJson, ProfileFieldsJson, WorkloadFieldsJson } from "../item";
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
 * Two memory nodes with their tags at the end of the second, as on the model that the series was developed on, at an eighth of its
 * size: a run takes less than a second.
 */
const PROFILE: ProfileFieldsJson = {
  arch: "arm64",
  kernel: "6.6",
  cpus: 4,
  banks: {
    memory0: { baseBytes: 0x8000_0000, sizeBytes: 256 * MIB },
    memory1: { baseBytes: 0x8_8000_0000, sizeBytes: 192 * MIB },
    tags: { baseBytes: 0x8_8c00_0000, sizeBytes: 14 * MIB },
  },
  reserved: {
    image: { baseBytes: 0x8020_0000, sizeBytes: 16 * MIB, label: "kernel image" },
  },
  cma: { reserved: { baseBytes: 0x8e00_0000, sizeBytes: 16 * MIB } },
  tagStorage: {
    tags0: {
      baseBytes: 0x8_8c00_0000,
      sizeBytes: 8 * MIB,
      blockBytes: 4096,
      memoryBaseBytes: 0x8000_0000,
      memorySizeBytes: 256 * MIB,
    },
    tags1: {
      baseBytes: 0x8_8c80_0000,
      sizeBytes: 6 * MIB,
      blockBytes: 4096,
      memoryBaseBytes: 0x8_8000_0000,
      memorySizeBytes: 192 * MIB,
    },
  },
};

const WORKLOAD: WorkloadFieldsJson = {
  durationMs: 10_000,
  allocationsPerSecond: 22_000,
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

const wire = (from: string, port: string): ConnectorJson => ({
  kind: "connector",
  from: { item: from },
  to: { item: "experiment-1", port },
});

function board(): BoardJson {
  const [z1 = "", z2 = "", z3 = "", z4 = "", z5 = "", z6 = "", z7 = ""] = generateNKeysBetween(null, null, 7);
  const [v1 = "", v2 = "", v3 = ""] = generateNKeysBetween(null, null, 3);
  const items: Record<string, ItemJson> = {
    "profile-1": {
      kind: "profile",
      name: "Arm FVP with MTE, an eighth",
      geo: { x: 0, y: 0, w: 362 },
      z: z2,
      fields: PROFILE,
    },
    "strategy-1": strategy("firmware", { x: 408, y: 0, w: 258 }, z3),
    "strategy-2": strategy("cma", { x: 408, y: 216, w: 258 }, z4),
    "strategy-3": strategy("cleancache", { x: 408, y: 484, w: 258 }, z5),
    "workload-1": {
      kind: "workload",
      name: "A quarter tagged, some pinned",
      geo: { x: 408, y: 700, w: 258 },
      z: z6,
      fields: WORKLOAD,
    },
    "experiment-1": {
      kind: "experiment",
      name: "Who uses tag storage, and who waits for it?",
      geo: { x: 716, y: 0, w: 690 },
      z: z7,
      fields: { variants: { firmware: { order: v1 }, cma: { order: v2 }, cleancache: { order: v3 } } },
    },
    "note-1": {
      kind: "note",
      geo: { x: 0, y: 556, w: 362 },
      // Below the others: what unfolds in the profile above it reaches over it.
      z: z1,
      text: `Memory tags (arm64 MTE) take 4 bits for every 16 bytes: one page of tags for 32 pages. Where a page's tags lie follows from its address. Most memory is never tagged, so most tag storage holds nothing.

A leaves it to the firmware: 3 % of memory is gone. B gives it to movable allocations as CMA and moves the data out when a page is tagged. C keeps clean page cache in it, which can be dropped at any moment.

The layout is that of Arm's model, two memory nodes with their tags at the end, at an eighth of its size (448 MiB and 14 MiB of tags), so that an answer comes within a second. 40 % of user pages are tagged, 2 % are pinned by vmsplice, a tenth of atomic requests want tags, 30 % of page cache is read again.

Look at failed requests (atomic ones in B), at faults without progress (pinned tag storage in B), and at pages read from disk again (what B and C give back). Change the shares; everybody sees what follows.`,
    },
    "connector-1": wire("profile-1", "profile"),
    "connector-2": wire("workload-1", "workload"),
    "connector-3": wire("strategy-1", "firmware"),
    "connector-4": wire("strategy-2", "cma"),
    "connector-5": wire("strategy-3", "cleancache"),
  };
  return { carveout: 1, title: TITLE, items };
}

function strategy(type: string, geo: { x: number; y: number; w: number }, z: string): ItemJson {
  return { kind: "strategy", family: "mte", type, geo, z, fields: {} };
}
