/** How long allocations live. Every distribution has the mean that the workload asks for. */

import type { LifetimeKind } from "../input";
import { exp, ln } from "../numbers/elementary";
import type { Random } from "../numbers/random";

/** Standard deviation of the logarithm of a lognormal lifetime. A shape for synthetic loads, not a measurement. */
export const LOGNORMAL_SIGMA = 1;

/** Exponent of a Pareto lifetime: heavy tail, finite mean, infinite variance. */
export const PARETO_ALPHA = 1.5;

/** Standard normal by Marsaglia's polar method; ln and a square root only. */
function normal(random: Random): number {
  for (;;) {
    const u = 2 * random.unit() - 1;
    const v = 2 * random.unit() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * ln(s)) / s);
  }
}

/** Draws one lifetime, ms; Infinity for "never". */
export function drawLifetime(kind: LifetimeKind, meanMs: number, random: Random): number {
  switch (kind) {
    case "never":
      return Number.POSITIVE_INFINITY;
    case "fixed":
      return meanMs;
    case "exponential":
      return -meanMs * ln(random.unit());
    case "lognormal":
      return meanMs * exp(LOGNORMAL_SIGMA * normal(random) - (LOGNORMAL_SIGMA * LOGNORMAL_SIGMA) / 2);
    case "pareto":
      return ((meanMs * (PARETO_ALPHA - 1)) / PARETO_ALPHA) * exp(-ln(random.unit()) / PARETO_ALPHA);
  }
}
