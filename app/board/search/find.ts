import type { BoardSession } from "../session";
import { wordsOf } from "./excerpt";
import { ITEM_SEARCH } from "./items";
import { MAIL_SEARCH } from "./mails";
import type { Found, SearchProvider } from "./provider";
import { THREAD_SEARCH } from "./threads";

/** What is searched, in the order of the results. */
export const SEARCH_PROVIDERS: readonly SearchProvider[] = [ITEM_SEARCH, THREAD_SEARCH, MAIL_SEARCH];

/** Beyond this nobody reads on; another word finds faster. */
const MOST = 40;

export interface FoundGroup {
  title: string;
  found: Found[];
}

export function find(session: BoardSession, query: string, most = MOST): FoundGroup[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  return SEARCH_PROVIDERS.map(({ title, find }) => {
    const found: Found[] = [];
    for (const one of find(session, words)) {
      found.push(one);
      if (found.length >= most) break;
    }
    return { title, found };
  });
}

/** 'Searched 214 items, 31 threads, 4 mails.' */
export function searched(session: BoardSession): string {
  return `Searched ${SEARCH_PROVIDERS.map(({ count }) => count(session)).join(", ")}.`;
}
