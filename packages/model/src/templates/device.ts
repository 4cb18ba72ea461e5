import { generateNKeysBetween } from "fractional-indexing";
import type { BoardJson, ConnectorJson, ItemJson } from "../item";
import { MACHINE } from "./debian-8g.generated";
import type { Template } from "./template";

const TITLE = "Persistent memory: who may read its struct pages?";

/** The panic of July 2019, on a measured machine whose RAM ends where the mail's namespace starts (mail of M. Hocko, 6 Aug 2019). */
export const deviceTemplate: Template = {
  id: "device",
  title: TITLE,
  name: "Struct pages of pmem",
  question: "A read of /proc/kpageflags panics over pmem: teach the walkers, or initialise what they find?",
  board,
};

const wire = (from: string, port: string): ConnectorJson => ({
  kind: "connector",
  from: { item: from },
  to: { item: "experiment-1", port },
});

function board(): BoardJson {
  const [z1 = "", z2 = "", z3 = "", z4 = "", z5 = "", z6 = "", z7 = "", z8 = ""] = generateNKeysBetween(
    null,
    null,
    8,
  );
  const [v1 = "", v2 = "", v3 = "", v4 = ""] = generateNKeysBetween(null, null, 4);
  const items: Record<string, ItemJson> = {
    "profile-1": {
      kind: "profile",
      name: "8 GiB and 4 GiB of pmem, DEBUG_VM",
      geo: { x: 0, y: 0, w: 362 },
      z: z2,
      fields: {
        ...MACHINE.fields,
        kernel: "5.4",
        debugVm: true,
        pmem: {
          p0: {
            baseBytes: 0x240000000,
            sizeBytes: 4 * 1024 ** 3,
            mode: "fsdax",
            map: "dev",
            alignBytes: 2 * 1024 ** 2,
          },
        },
      },
    },
    "strategy-1": strategy("pfn-valid", { x: 408, y: 0, w: 258 }, z3),
    "strategy-2": strategy("altmap-check", { x: 408, y: 330, w: 258 }, z4),
    "strategy-3": strategy("initialise-all", { x: 408, y: 718, w: 258 }, z5),
    "strategy-4": strategy("online-page", { x: 408, y: 1066, w: 258 }, z6),
    "workload-1": {
      kind: "workload",
      name: "Five walkers, a second apart",
      geo: { x: 408, y: 1322, w: 258 },
      z: z7,
      fields: {
        durationMs: 6000,
        allocationsPerSecond: 3000,
        lifetimeMeanMs: 800,
        orders: { "0": 97, "3": 3 },
        classes: { user: { weight: 70 }, kernel: { weight: 30 } },
        actions: {
          a1: { kind: "kpageflags", startMs: 1000 },
          a2: { kind: "kpagecount", startMs: 2000 },
          a3: { kind: "page-idle", startMs: 3000 },
          a4: { kind: "compact", startMs: 4000 },
          a5: { kind: "offline", startMs: 5000 },
        },
      },
    },
    "experiment-1": {
      kind: "experiment",
      name: "Who survives the walk?",
      geo: { x: 716, y: 0, w: 690 },
      z: z8,
      fields: {
        variants: { valid: { order: v1 }, altmap: { order: v2 }, all: { order: v3 }, online: { order: v4 } },
      },
    },
    "note-1": {
      kind: "note",
      geo: { x: 0, y: 556, w: 362 },
      // Below the others: what unfolds in the profile above it reaches over it.
      z: z1,
      text: `A pmem namespace keeps its own memmap on the device. Its first two pages hold the info block; their struct pages exist, and nobody initialises them. With DEBUG_VM they are all ones, and a walker that reads one faults at 0xfffffffffffffffe.

A is Linux 5.3: walkers ask pfn_valid() and read. B is the patch of July 2019: /proc/kpageflags asks the altmap. C is what the reply asks for: initialise these struct pages too, so that no walker has to know. D is what went into 5.4: walkers leave out what is not online, and with it every page of the namespace.

B gets past kpageflags and stops at kpagecount. Teach it all walkers, or clear DEBUG_VM, and see what changes. RAM is a measured boot of 8 GiB (Debian, 6.1); it ends where the namespace of the mail starts.`,
    },
    "connector-1": wire("profile-1", "profile"),
    "connector-2": wire("workload-1", "workload"),
    "connector-3": wire("strategy-1", "valid"),
    "connector-4": wire("strategy-2", "altmap"),
    "connector-5": wire("strategy-3", "all"),
    "connector-6": wire("strategy-4", "online"),
  };
  return { carveout: 1, title: TITLE, items };
}

function strategy(type: string, geo: { x: number; y: number; w: number }, z: string): ItemJson {
  return { kind: "strategy", family: "device", type, geo, z, fields: {} };
}
