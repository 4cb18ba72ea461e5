import type { RunInput } from "../input";
import { isFlatMemory } from "../machine/arch";
import { allLaterFrees, countPages, laterFrees } from "../machine/later-frees";
import { pageExtPages } from "../machine/page-ext";
import type { Estimate, MemorySplit } from "../output";
import { planWithMemblock } from "./plan";

/**
 * Memory after boot, in closed form; the input must be checked. Well under a millisecond.
 * @throws BootPanic where the machine would not boot; diagnose() says the same as data
 */
export function estimate(input: RunInput): Estimate {
  const { early, chosen } = planWithMemblock(input);
  const { offeredPages, memmapPages, presentPages } = early;
  const { shadow, origin } = early.taken;
  const later = countPages(allLaterFrees(laterFrees(early)));
  const pageExt = pageExtPages(early);
  const isFlat = isFlatMemory(input.machine.arch);
  const notOffered = presentPages - offeredPages - (isFlat ? pageExt : 0);
  const bare: MemorySplit = {
    presentPages,
    usablePages: offeredPages + later - (isFlat ? 0 : pageExt),
    shadowPages: shadow,
    originPages: origin,
    pageExtPages: pageExt,
    memmapPages,
    reservedPages: notOffered - memmapPages - shadow - origin - later,
    leakedPages: 0,
    usable: "exact",
  };
  return {
    memory: chosen.reduce((split, { strategy, params }) => strategy.estimate(split, early, params), bare),
  };
}
