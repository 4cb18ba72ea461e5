/** Who somebody follows, by participant. */
export type Followed = (participant: string) => string | null;

/**
 * Whose view somebody who follows `first` ends up with: the end of the chain. Where people follow each other in a circle, the smallest id leads it,
 * the same for everybody: two views that each held the other would grow for ever.
 */
export function headOf(me: string, first: string, followed: Followed): string {
  const way = [me, first];
  if (first === me) return me;
  for (;;) {
    const next = followed(way.at(-1) ?? first);
    if (next === null) return way.at(-1) ?? first;
    const seen = way.indexOf(next);
    if (seen >= 0) return way.slice(seen).toSorted()[0] ?? first;
    way.push(next);
  }
}
