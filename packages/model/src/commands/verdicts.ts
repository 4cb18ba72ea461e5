import type * as Y from "yjs";
import { ROOTS } from "../layout";
import { type PeopleJson, personName } from "./people";
import type { VerdictJson, VerdictTarget } from "./verdicts.schema";

export type VerdictsJson = Readonly<Record<string, VerdictJson>>;

/** Verdicts as plain values by `verdictKey`: one of each person for each target. */
export function verdictsOf(doc: Y.Doc): Y.Map<VerdictJson> {
  return doc.getMap(ROOTS.verdicts);
}

export function verdictKey({ item, variant }: VerdictTarget, person: string): string {
  return [item, variant ?? "", person].join("/");
}

/** All verdicts, by `verdictKey`. */
export function readVerdicts(doc: Y.Doc): VerdictsJson {
  return Object.fromEntries(verdictsOf(doc).entries());
}

/** The verdicts on one target, in the order they were given. */
export function verdictsOn(verdicts: VerdictsJson, { item, variant }: VerdictTarget): VerdictJson[] {
  return Object.values(verdicts)
    .filter(({ target }) => target.item === item && target.variant === variant)
    .sort((a, b) => a.at - b.at);
}

/** Whether a verdict was given for another input than the one that counts now. */
export function isForEarlier(verdict: VerdictJson, run: string): boolean {
  return verdict.run !== run;
}

/** The verdict as a line of a mail: "Acked-by: A. Developer <a@example.org>". A question is no trailer of the kernel's: null. */
export function trailerOf(verdict: VerdictJson, people: PeopleJson): string | null {
  if (verdict.tag === "Question") return null;
  const name = personName(people, verdict.by);
  return `${verdict.tag}: ${name}${verdict.mail === undefined ? "" : ` <${verdict.mail}>`}`;
}
