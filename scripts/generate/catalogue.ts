import { catalogue, families } from "@carveout/sim";

const HEAD = `// Made by \`npm run generate\` from the strategies' own objects in packages/sim. Do not edit.
`;

/**
 * The model can't import the simulation core, so it gets the strategies' descriptions as data: what every board needs in one file, what a form says
 * and the pages that are read on demand in two others, so that they are loaded on demand.
 */
export function generate(): Record<string, string> {
  const all = catalogue();
  const entries = all.map(({ family, type, title, summary, params }) => ({
    family,
    type,
    title,
    summary,
    params: params.map(({ help: _help, source: _source, ...param }) => param),
  }));
  const words = Object.fromEntries(
    all.map(({ family, type, params }) => [
      `${family}/${type}`,
      Object.fromEntries(params.map(({ key, help, source }) => [key, { help, source }])),
    ]),
  );
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
    "packages/model/src/param-words.generated.ts": `${HEAD}import type { ParamWords } from "./catalogue";

/** Key = family/type, then the parameter's key. */
export const PARAM_WORDS: Readonly<Record<string, Readonly<Record<string, ParamWords>>>> = ${JSON.stringify(words, null, 2)};
`,
    "packages/model/src/pages.generated.ts": `${HEAD}import type { StrategyPage } from "./catalogue";

/** Key = family/type. */
export const STRATEGY_PAGES: Readonly<Record<string, StrategyPage>> = ${JSON.stringify(pages, null, 2)};
`,
  };
}
