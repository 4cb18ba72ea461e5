import type { CatalogueEntry, FamilyDescription } from "./catalogue";
import { CATALOGUE, FAMILIES } from "./catalogue.generated";

export const STRATEGIES: readonly CatalogueEntry[] = CATALOGUE;

export function strategyOf(family: string, type: string): CatalogueEntry | undefined {
  return CATALOGUE.find((s) => s.family === family && s.type === type);
}

/** The families in their order, each with its strategies. */
export function strategiesByFamily(): { family: FamilyDescription; strategies: CatalogueEntry[] }[] {
  return FAMILIES.map((family) => ({
    family,
    strategies: CATALOGUE.filter((strategy) => strategy.family === family.name),
  }));
}
