import { deviceStrategy } from "./device-strategy";
import { CHECKS_OF_5_3 } from "./walkers";

/** What M. Hocko asks for: no struct page that pfn_valid() admits is left without a value. */
export const initialiseAll = deviceStrategy(
  {
    type: "initialise-all",
    title: "Initialise everything",
    summary:
      "The struct pages of the altmap's reserve are initialised with the others; walkers stay as they are.",
    steps: [
      "memremap_pages() initialises all struct pages of the range, those of the info block and of a pad too, as reserved pages of ZONE_DEVICE.",
      "Walkers ask pfn_valid() as before. None has to know of altmaps, and none finds a struct page without a value.",
    ],
    limits: [
      "A namespace reserves room for the struct pages of its data. Where not a byte is left over, those of the info block have none: a warning says so (D. Williams).",
    ],
    sources: [
      "D. Williams, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019",
    ],
    params: [],
  },
  () => ({ checks: CHECKS_OF_5_3, initialisesReserve: true }),
);
