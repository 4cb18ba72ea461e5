import type { CatalogueEntry } from "./catalogue";
import { CATALOGUE } from "./catalogue.generated";

export const STRATEGIES: readonly CatalogueEntry[] = CATALOGUE;

export function strategyOf(family: string, type: string): CatalogueEntry | undefined {
  return CATALOGUE.find((s) => s.family === family && s.type === type);
}
