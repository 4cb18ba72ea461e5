// Made by `npm run generate` from the strategies' own objects in packages/sim. Do not edit.
import type { StrategyDescription } from "@carveout/sim";

export const CATALOGUE: readonly StrategyDescription[] = [];
