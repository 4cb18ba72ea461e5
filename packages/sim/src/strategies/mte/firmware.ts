import { TagStorage } from "../../machine/tag-storage";
import { blockPages } from "../../order";
import { bytes, pages } from "../../text";
import type { Strategy } from "../strategy";
import { diskReads } from "./figures";
import { TAG_BYTES } from "./formulas";
import { diagnoseRegions } from "./regions";

/** What every machine with MTE does today. */
export const firmware: Strategy = {
  description: {
    family: "mte",
    type: "firmware",
    title: "Firmware carve-out",
    summary:
      "Tag storage belongs to the hardware: a 32nd of tagged memory holds tags and nothing else, used or not.",
    steps: [
      "Every 16 bytes of memory have a tag of 4 bits, so that 32 pages take one page of tags.",
      "Firmware keeps that page out of the kernel's hands. The place of a page's tags is fixed: it follows from its address.",
      "A tagged page needs nothing but the page itself, in any context. Any page but tag storage can be tagged.",
    ],
    formulas: [TAG_BYTES],
    limits: [
      "About 3 % of memory is gone even where no process uses tags.",
      "On real machines the carve-out is not in the memory map at all; here it lies in a bank and is reserved, which costs its struct pages.",
    ],
    sources: [
      "A. Elisei, [PATCH RFC v3 00/35] Add support for arm64 MTE dynamic tag storage reuse, 25 Jan 2024",
      "arch/arm64/include/asm/mte-def.h MTE_GRANULE_SIZE, MTE_TAG_SIZE",
    ],
    params: [],
  },
  structPageGrowthBytes: 0,

  create() {
    let readAgain = 0;
    return {
      beforeHandOver: (early) => early.keepTagStorage(),
      cacheRead(_machine, _key, order) {
        readAgain += blockPages(order);
        return false;
      },
      linksOf: ({ early }, pfn) => new TagStorage(early.input).linksOf(pfn),
      figures: (machine) => [
        {
          key: "tagPages",
          label: "Tag storage",
          unit: "pages",
          value: new TagStorage(machine.early.input).pages,
          help: "Kept for tags, whether there are any or not.",
        },
        diskReads(readAgain),
      ],
    };
  },

  estimate: (split) => split,

  diagnose(input, early) {
    const { pageSizeBytes } = input.machine;
    return diagnoseRegions(input, ({ pages: kept }) => ({
      severity: "info",
      field: "type",
      sentence: `${bytes(kept * pageSizeBytes)} (${pages(kept)}) of ${bytes(early.presentPages * pageSizeBytes)} are kept for tags.`,
      source: "A. Elisei, 25 Jan 2024, cover letter",
    }));
  },
};
