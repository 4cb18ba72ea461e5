/** Somebody who can be called. */
export interface Callable {
  id: string;
  name: string;
  colour: number;
}

/** The beginning of a name that stands behind an @ just before the caret, or null. */
export function startedMention(text: string, caret: number): { from: number; query: string } | null {
  const match = /(?:^|[\s(])@([^@\n]{0,40})$/.exec(text.slice(0, caret));
  if (match === null) return null;
  const query = match[1] ?? "";
  return { from: caret - query.length - 1, query };
}

/** Who fits the beginning of a name: those whose name begins so first. */
export function fitting(people: readonly Callable[], query: string): Callable[] {
  const wanted = query.toLowerCase();
  const place = ({ name }: Callable) => {
    const at = ` ${name.toLowerCase()}`.indexOf(` ${wanted}`);
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  };
  return people
    .filter((person) => place(person) < Number.POSITIVE_INFINITY)
    .sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
}

/** The people whose names stand behind an @ in a text, by id. A longer name counts before a shorter one that it begins with. */
export function mentionsIn(text: string, people: readonly Callable[]): string[] {
  const called = new Set<string>();
  for (const { person } of parts(text, people)) if (person !== null) called.add(person.id);
  return [...called];
}

/** A text cut into plain words and calls. */
export function parts(
  text: string,
  people: readonly Callable[],
): { text: string; person: Callable | null; at: number }[] {
  const names = [...people].filter(({ name }) => name !== "").sort((a, b) => b.name.length - a.name.length);
  const found: { text: string; person: Callable | null; at: number }[] = [];
  let from = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const person = names.find(({ name }) => text.startsWith(name, at + 1));
    // "a@Ann" is no call of Ann.
    if (person === undefined || /[\p{L}\p{N}]/u.test(text[at - 1] ?? "")) continue;
    const end = at + 1 + person.name.length;
    if (/[\p{L}\p{N}]/u.test(text[end] ?? "")) continue;
    if (at > from) found.push({ text: text.slice(from, at), person: null, at: from });
    found.push({ text: text.slice(at, end), person, at });
    from = end;
    at = end - 1;
  }
  if (from < text.length) found.push({ text: text.slice(from), person: null, at: from });
  return found;
}
