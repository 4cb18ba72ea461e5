import { generateNKeysBetween } from "fractional-indexing";
import type { BoardJson, ConnectorJson, ItemJson } from "../item";
import { MACHINE } from "./kmsan-2g.generated";
import type { Template } from "./template";

const TITLE = "KMSAN metadata: boot carve-out, lazy, or page_ext";

/** Three ways to store two bytes of metadata for each byte, on the machine that was measured (mail of A. Potapenko, 30 Jan 2023). */
export const kmsanTemplate: Template = {
  id: "kmsan",
  title: TITLE,
  name: "KMSAN metadata",
  question: "Boot carve-out, lazy or page_ext: who keeps a third, who still serves order 9?",
  board,
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
      name: MACHINE.name,
      geo: { x: 0, y: 0, w: 362 },
      z: z2,
      fields: MACHINE.fields,
    },
    "strategy-1": strategy("boot-carve-out", { x: 408, y: 0, w: 258 }, z3),
    "strategy-2": strategy("lazy", { x: 408, y: 140, w: 258 }, z4),
    "strategy-3": strategy("page-ext", { x: 408, y: 370, w: 258 }, z5),
    "workload-1": {
      kind: "workload",
      name: "Small pages, some order 9",
      geo: { x: 408, y: 650, w: 258 },
      z: z6,
      fields: {
        allocationsPerSecond: 14_400,
        lifetime: "lognormal",
        lifetimeMeanMs: 1600,
        immortalPercent: 4,
        burstStartMs: 5500,
        burstLengthMs: 1500,
        burstFactor: 1.2,
        orders: { "0": 980, "2": 20, "9": 8 },
        classes: { user: { weight: 70 }, kernel: { weight: 30 } },
      },
    },
    "experiment-1": {
      kind: "experiment",
      name: "Which one still serves order 9?",
      geo: { x: 716, y: 0, w: 690 },
      z: z7,
      fields: { variants: { boot: { order: v1 }, lazy: { order: v2 }, ext: { order: v3 } } },
    },
    "note-1": {
      kind: "note",
      geo: { x: 0, y: 530, w: 362 },
      // Below the others: what unfolds in the profile above it reaches over it.
      z: z1,
      text: `KMSAN keeps one shadow page and one origin page for every page it tracks.

A takes them at boot: of three blocks, two become metadata. B takes them with each allocation. C is A with the two pointers moved from struct page to page_ext.

The machine is a real boot: 2 GiB, Linux 6.1.192 with KMSAN, read from its dmesg and /proc files. The load comes near the limit. On the seeds tried, A and C fail order 9 more often than B: the MIN watermark is 5 % of the third that they manage, and 2.4 % of the whole that B does. Try other seeds before you conclude. Change any field; everybody sees what follows.`,
    },
    "connector-1": wire("profile-1", "profile"),
    "connector-2": wire("workload-1", "workload"),
    "connector-3": wire("strategy-1", "boot"),
    "connector-4": wire("strategy-2", "lazy"),
    "connector-5": wire("strategy-3", "ext"),
  };
  return { carveout: 1, title: TITLE, items };
}

function strategy(type: string, geo: { x: number; y: number; w: number }, z: string): ItemJson {
  return { kind: "strategy", family: "kmsan", type, geo, z, fields: {} };
}
