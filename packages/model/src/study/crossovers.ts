/** A curve of one variant: its value at each x, null where there is none. */
export interface Curve {
  letter: string;
  values: readonly (number | null)[];
}

/** Where one variant stops being the better one. */
export interface Crossover {
  /** Better below `x`. */
  below: string;
  /** Better above it. */
  above: string;
  x: number;
}

/**
 * Where curves cross: between two points with the other order, at the place where the straight lines between them meet. Curves that touch and part again on
 * the same side do not cross. In the order of x.
 */
export function crossovers(
  xs: readonly number[],
  curves: readonly Curve[],
  better: "more" | "less",
  scale: "linear" | "log" = "linear",
): Crossover[] {
  const found: Crossover[] = [];
  for (const [i, a] of curves.entries())
    for (const b of curves.slice(i + 1)) found.push(...crossoversOf(xs, a, b, better, scale));
  return found.sort((p, q) => p.x - q.x);
}

function crossoversOf(
  xs: readonly number[],
  a: Curve,
  b: Curve,
  better: "more" | "less",
  scale: "linear" | "log",
): Crossover[] {
  const found: Crossover[] = [];
  const along = (x: number) => (scale === "log" ? Math.log(x) : x);
  const back = (at: number) => (scale === "log" ? Math.exp(at) : at);
  /** The last point at which they differed. */
  let last: { x: number; lead: number } | null = null;
  for (const [i, x] of xs.entries()) {
    const [va, vb] = [a.values[i] ?? null, b.values[i] ?? null];
    if (va === null || vb === null) {
      last = null;
      continue;
    }
    /** Above 0 where a is the better one. */
    const lead = better === "more" ? va - vb : vb - va;
    if (lead === 0) continue;
    if (last !== null && Math.sign(lead) !== Math.sign(last.lead)) {
      const share = last.lead / (last.lead - lead);
      const at = back(along(last.x) + (along(x) - along(last.x)) * share);
      const [below, above] = last.lead > 0 ? [a, b] : [b, a];
      found.push({ below: below.letter, above: above.letter, x: at });
    }
    last = { x, lead };
  }
  return found;
}
