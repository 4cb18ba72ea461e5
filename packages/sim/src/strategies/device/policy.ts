import type { Checks } from "./walkers";

/** A strategy's answer: what walkers ask, and what the namespace initialises. */
export interface Policy {
  checks: Checks;
  /** The struct pages of an altmap's reserve are initialised with the others. */
  initialisesReserve: boolean;
}
