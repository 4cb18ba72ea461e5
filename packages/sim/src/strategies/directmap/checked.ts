import { directMapStrategy } from "./make";
import { COLLAPSE } from "./params";

/** What the void interface is blamed for not being. */
export const checked = directMapStrategy(
  {
    family: "directmap",
    type: "checked",
    title: "Every result is looked at",
    summary: "The same large leaves, but every change returns its error and every caller acts on it.",
    steps: [
      "Boot and splits are as the kernel does.",
      "Every caller gets -ENOMEM where a split finds no page: the secret fault fails, code is not loaded, a range goes back as it was, an image is not saved.",
      "Freed code whose pages could not be taken out of the map is flushed everywhere before its pages are used again.",
    ],
    limits: [
      "A failure is still a failure: it is seen, not prevented.",
      "What the kernel splits for its own image at boot is not in it.",
      "TLBs are counted, not timed.",
    ],
    sources: [
      "M. Rapoport, [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 25 Oct 2020",
      "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020",
    ],
    params: [COLLAPSE],
  },
  ({ collapse }) => ({
    pagesOnly: false,
    reservePages: 0,
    collapses: collapse === true,
    poolsSecretPages: false,
    flushesLocally: false,
    learns: () => true,
  }),
);
