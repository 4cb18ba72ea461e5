import { catalogue } from "@carveout/sim";

/** The model can't import the simulation core, so it gets the strategies' descriptions as data. */
export function generate(): Record<string, string> {
  const data = JSON.stringify(catalogue(), null, 2);
  return {
    "packages/model/src/catalogue.generated.ts": `// Made by \`npm run generate\` from the strategies' own objects in packages/sim. Do not edit.
import type { StrategyDescription } from "@carveout/sim";

export const CATALOGUE: readonly StrategyDescription[] = ${data};
`,
  };
}
