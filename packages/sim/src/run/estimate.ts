import type { RunInput } from "../input";
import { countPages, laterFrees } from "../machine/later-frees";
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
  const later = countPages(laterFrees(early));
  const bare: MemorySplit = {
    presentPages,
    usablePages: offeredPages + later,
    shadowPages: shadow,
    originPages: origin,
    pageExtPages: 0,
    memmapPages,
    reservedPages: presentPages - offeredPages - memmapPages - shadow - origin - later,
    leakedPages: 0,
    usable: "exact",
  };
  return {
    memory: chosen.reduce((split, { strategy, params }) => strategy.estimate(split, early, params), bare),
  };
}
