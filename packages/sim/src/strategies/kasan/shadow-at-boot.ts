/** Shadow of all memory that is taken at boot, as the reason why there is no more. */

import { type Explanation, isOutOfMemory, type Shortage } from "../../machine/shortage";
import { count } from "../../text";
import type { StrategyRemedy } from "../strategy";

const SHADOW_AT_BOOT = "shadow-at-boot";

export const SHADOW_AT_BOOT_REMEDY: StrategyRemedy = {
  cause: SHADOW_AT_BOOT,
  type: "per-page",
  sentence:
    "With a byte for each page, shadow of single bytes is taken only where slab pages and stacks lie.",
};

/** Behind "out of memory": what the shadow took of it at boot. */
export function explainShadowAtBoot(shortage: Shortage, shadowPages: number, source: string): Explanation {
  if (shadowPages === 0 || !isOutOfMemory(shortage)) return {};
  return {
    roots: [
      {
        code: SHADOW_AT_BOOT,
        sentence: `At boot ${count(shadowPages)} pages were taken as shadow of all memory, whatever it is used for.`,
        facts: { shadowPages },
        source,
      },
    ],
  };
}
