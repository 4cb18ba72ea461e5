import { lastSaidAt, type PeopleJson, personName, type ThreadJson } from "@carveout/model";
import { unreadIn } from "./unread";

export const FILTERS = ["open", "resolved", "mine", "unread", "mentions"] as const;
export type Filter = (typeof FILTERS)[number];

export interface ThreadRow {
  id: string;
  thread: ThreadJson;
  /** Comments this person has not seen. */
  unread: number;
}

export interface RowsQuestion {
  threads: ReadonlyMap<string, ThreadJson>;
  people: PeopleJson;
  seen: Readonly<Record<string, number>>;
  me: string | null;
}

/** All threads as rows, what was said last first. */
export function rowsOf({ threads, seen, me }: RowsQuestion): ThreadRow[] {
  return [...threads]
    .map(([id, thread]) => ({ id, thread, unread: unreadIn(thread, seen[id], me) }))
    .sort((a, b) => lastSaidAt(b.thread) - lastSaidAt(a.thread) || b.thread.number - a.thread.number);
}

export function passes({ thread, unread }: ThreadRow, filter: Filter, me: string | null): boolean {
  switch (filter) {
    case "open":
      return thread.resolved === undefined;
    case "resolved":
      return thread.resolved !== undefined;
    case "mine":
      return me !== null && thread.comments.some(({ by }) => by === me);
    case "unread":
      return unread > 0;
    case "mentions":
      return me !== null && thread.comments.some(({ mentions }) => mentions?.includes(me));
  }
}

/** Whether every word of the query stands somewhere in the thread, its label, its number or its authors' names. */
export function isFound({ thread }: ThreadRow, query: string, people: PeopleJson): boolean {
  const text = [
    `#${thread.number}`,
    thread.label,
    ...thread.comments.flatMap(({ text: words, by }) => [words, personName(people, by)]),
  ]
    .join("\n")
    .toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
