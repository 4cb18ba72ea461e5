import { useCallback, useEffect, useState } from "react";
import { useSession, useSignal } from "../session";
import { type HistoryPage, type Moment, type Participant, readHistory } from "./api";

/** What has changed since the last moment is asked for again after this pause. */
const SETTLE_MS = 1500;

export interface History {
  pending: Moment | null;
  /** Newest first. */
  moments: readonly Moment[];
  people: ReadonlyMap<string, Participant>;
  hasMore: boolean;
  /** Why it could not be read, or null. */
  problem: string | null;
  readMore(): void;
}

/** The board's timeline as it grows; null until it is here. */
export function useHistory(): History | null {
  const session = useSession();
  const newest = useSignal(session.announcements.moment);
  const settled = useSettled();
  const [page, setPage] = useState<HistoryPage | null>(null);
  const [older, setOlder] = useState<readonly Moment[]>([]);
  const [hasMore, setHasMore] = useState<boolean | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new moment, and edits that have come to rest, are read anew
  useEffect(() => {
    let isStale = false;
    readHistory(session.board).then(
      (read) => {
        if (isStale) return;
        setPage(read);
        setProblem(null);
      },
      (error: unknown) => isStale || setProblem(sentenceOf(error)),
    );
    return () => {
      isStale = true;
    };
  }, [session, newest, settled]);
  const moments = page === null ? [] : joined(page.moments, older);
  const oldest = moments.at(-1)?.number;
  const readMore = useCallback(() => {
    if (oldest === undefined) return;
    readHistory(session.board, oldest).then(
      (read) => {
        setOlder((known) => [...known, ...read.moments]);
        setHasMore(read.hasMore);
      },
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  }, [session, oldest]);
  if (page === null)
    return problem === null
      ? null
      : { pending: null, moments: [], people: new Map(), hasMore: false, problem, readMore };
  return {
    pending: page.pending,
    moments,
    people: new Map(page.people.map((person) => [person.id, person])),
    hasMore: hasMore ?? page.hasMore,
    problem,
    readMore,
  };
}

/** The newest page moves on while older ones stay: each moment once. */
function joined(newest: readonly Moment[], older: readonly Moment[]): Moment[] {
  const end = newest.at(-1)?.number ?? Number.POSITIVE_INFINITY;
  return [...newest, ...older.filter(({ number }) => number < end)];
}

/** Another number each time the edits have come to rest. */
function useSettled(): number {
  const { items } = useSession();
  const [settled, setSettled] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = items.onChange(() => {
      clearTimeout(timer);
      timer = setTimeout(() => setSettled((count) => count + 1), SETTLE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [items]);
  return settled;
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
