import { directMapStrategy } from "./make";
import { COLLAPSE } from "./params";
import { learnsInKernel } from "./policy";

const DEFAULT_RESERVE_PAGES = 64;

/** Splits that do not depend on the allocator at the moment when they are needed. */
export const reservedTables = directMapStrategy(
  {
    family: "directmap",
    type: "reserved-tables",
    title: "Page tables in reserve",
    summary:
      "Large leaves, and a reserve of pages for the tables of splits, so that a split succeeds when the allocator has none.",
    steps: [
      "Boot is as the kernel does. Then pages are taken from the allocator and kept for tables.",
      "A split asks the allocator first, and the reserve if that has no page.",
      "Before each change of the map the reserve is filled up as far as pages can be had.",
      "Only when the reserve is empty too does a change fail, and then as in the kernel.",
    ],
    limits: [
      "The reserve is memory that nobody else can use.",
      "No kernel has it. It is the usual answer to an allocation that must not fail (mempool), put beside the others for comparison.",
      "What the kernel splits for its own image at boot is not in it.",
    ],
    sources: ["mm/mempool.c", "arch/x86/mm/pat/set_memory.c split_large_page()"],
    params: [
      {
        key: "pages",
        label: "Reserve",
        type: "int",
        unit: "pages",
        min: 1,
        max: 65_536,
        default: DEFAULT_RESERVE_PAGES,
        help: "Pages kept for tables. One page of a 2 MiB leaf takes one, one page of a 1 GiB leaf two.",
      },
      COLLAPSE,
    ],
  },
  ({ pages, collapse }) => ({
    pagesOnly: false,
    reservePages: Number(pages),
    collapses: collapse === true,
    poolsSecretPages: false,
    flushesLocally: false,
    learns: learnsInKernel,
  }),
);
