import { catalogue, families } from "@carveout/sim";

const HEAD = `// Made by \`npm run generate\` from the strategies' own objects in packages/sim. Do not edit.
`;

/**
 * The model can't import the simulation core, so it gets the strategies' descriptions as data: what a card needs in one file, the pages that are read
 * on demand in another, so that they are loaded on demand.
 */
export function generate(): Record<string, string> {
  const all = catalogue();
  const entries = all.map(({ family, type, title, summary, params }) => ({
    family,
    type,
    title,
    summary,
    params,
  }));
  const pages = Object.fromEntries(
    all.map(({ family, type, steps, formulas, limits, sources }) => [
      `${family}/${type}`,
      { steps, formulas, limits, sources },
    ]),
  );
  return {
    "packages/model/src/catalogue.generated.ts": `${HEAD}import type { CatalogueEntry, FamilyDescription } from "./catalogue";

/** In the order in which their hooks run. */
export const FAMILIES: readonly FamilyDescription[] = ${JSON.stringify(families(), null, 2)};

export const CATALOGUE: readonly CatalogueEntry[] = ${JSON.stringify(entries, null, 2)};
`,
    "packages/model/src/pages.generated.ts": `${HEAD}import type { StrategyPage } from "./catalogue";

/** Key = family/type. */
export const STRATEGY_PAGES: Readonly<Record<string, StrategyPage>> = ${JSON.stringify(pages, null, 2)};
`,
  };
}
