import type { BoardJson } from "../board-json";
import { comparison } from "./comparison";
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

function board(): BoardJson {
  return comparison({
    title: TITLE,
    family: "kmsan",
    profile: {
      name: MACHINE.name,
      fields: MACHINE.fields,
    },
    alternatives: [
      { variant: "boot", type: "boot-carve-out", y: 0 },
      { variant: "lazy", type: "lazy", y: 140 },
      { variant: "ext", type: "page-ext", y: 370 },
    ],
    workload: {
      name: "Small pages, some order 9",
      y: 650,
      fields: {
        allocationsPerSecond: 7400,
        lifetime: "lognormal",
        lifetimeMeanMs: 1600,
        immortalPercent: 4,
        burstStartMs: 5500,
        burstLengthMs: 1500,
        burstFactor: 1.2,
        orders: { "0": 965, "2": 20, "9": 17 },
        classes: { user: { weight: 70 }, kernel: { weight: 30 } },
      },
    },
    experiment: "Which one still serves order 9?",
    note: {
      y: 530,
      text: `KMSAN keeps one shadow page and one origin page for every page it tracks.

A takes them at boot: of three blocks, two become metadata. B takes them with each allocation. C is A with the two pointers moved from struct page to page_ext.

The machine is a real boot: 2 GiB, Linux 6.1.192 with KMSAN, read from its dmesg and /proc files. The load comes near the limit. On seven of eight seeds tried, A and C fail order 9 more often than B: the MIN watermark is 5 % of the third that they manage, and 2.4 % of the whole that B does. Try other seeds before you conclude. Change any field; everybody sees what follows.`,
    },
  });
}
