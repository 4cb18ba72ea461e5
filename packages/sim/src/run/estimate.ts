import type { RunInput } from "../input";
import { allLaterFrees, countPages, laterFrees } from "../machine/later-frees";
import { bareSplit } from "../machine/memory-split";
import type { Estimate } from "../output";
import { planWithMemblock } from "./plan";

/**
 * Memory after boot, in closed form; the input must be checked. Well under a millisecond.
 * @throws BootPanic where the machine would not boot; diagnose() says the same as data
 */
export function estimate(input: RunInput): Estimate {
  const { early, chosen } = planWithMemblock(input);
  const offered = early.offeredPages;
  const later = countPages(allLaterFrees(laterFrees(early)));
  const bare = bareSplit(early, { offered, managed: offered + later, later });
  return {
    memory: chosen.reduce((split, { strategy, params }) => strategy.estimate(split, early, params), bare),
  };
}
