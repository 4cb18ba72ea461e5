/** A strategy as a failure's remedy would have it. */

import type { Remedy } from "@carveout/sim";
import type { Fields } from "./item";
import { strategyOf } from "./strategies";

/** Fields of the strategy that a remedy names: those that it has in common with the present one stay as they are. */
export function remediedFields(present: Fields, { family, type, params }: Remedy): Fields {
  const keys = new Set(strategyOf(family, type)?.params.map(({ key }) => key));
  return { ...Object.fromEntries(Object.entries(present).filter(([key]) => keys.has(key))), ...params };
}
