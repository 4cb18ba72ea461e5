import type { FamilyDescription, StrategyDescription } from "../output";
import { FAMILIES, STRATEGIES } from "../strategies";

/** Every strategy that a run can name, family by family. */
export function catalogue(): StrategyDescription[] {
  return STRATEGIES.map(({ description }) => structuredClone(description));
}

/** The families in their order. */
export function families(): FamilyDescription[] {
  return FAMILIES.map(({ name, title, question }) => ({ name, title, question }));
}
