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
      "D. Williams objects that a namespace reserves room for the struct pages of its data alone, and that existing ones may lack it for the others. In every " +
        "layout that the rules before and after 5.3 give, the reserve's struct pages lie in leaves that the data's need anyway; namespaces of older tools are not modelled.",
    ],
    sources: [
      "D. Williams, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019",
    ],
    params: [],
  },
  () => ({ checks: CHECKS_OF_5_3, initialisesReserve: true }),
);
