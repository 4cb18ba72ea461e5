import type { Person } from "../session";

/** A name where there is room for text alone: with a mark where the sign-in provider vouches for it. */
export function markedName({ name, isVerified }: Pick<Person, "name" | "isVerified">): string {
  return isVerified ? `${name} ✓` : name;
}
