import type * as Y from "yjs";
import { ROOTS } from "../layout";
import type { PersonJson } from "./people.schema";

export type PeopleJson = Readonly<Record<string, PersonJson>>;

/** Who has said something on the board, by participant. */
export function peopleOf(doc: Y.Doc): Y.Map<PersonJson> {
  return doc.getMap(ROOTS.people);
}

export function readPeople(doc: Y.Doc): PeopleJson {
  return Object.fromEntries(peopleOf(doc).entries());
}

/** What somebody goes by; never "". */
export function personName(people: PeopleJson, id: string): string {
  // A script has a link and no name: "link:editor".
  const role = id.startsWith("link:") ? ` with the ${id.slice(5)}'s link` : "";
  return people[id]?.name || `Somebody${role}`;
}
