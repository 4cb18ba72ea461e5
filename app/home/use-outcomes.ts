import type { OutcomeChange } from "@carveout/wire";
import { useEffect, useState } from "react";
import { type BoardSummary, outcomesSince } from "../api";
import { lastLooked } from "../ui/looked";

/** Boards that are asked: as many as the list of news has room for. */
const MOST_BOARDS = 6;

/** What came out differently on boards that have changed since this browser had them open, by board. One that can't be had stays away. */
export function useOutcomes(boards: readonly BoardSummary[]): ReadonlyMap<string, readonly OutcomeChange[]> {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, readonly OutcomeChange[]>>(new Map());
  const changed = boards
    .filter(({ id, updatedAt }) => updatedAt > (lastLooked(id) ?? Number.POSITIVE_INFINITY))
    .sort((a, b) => b.updatedAt - a.updatedAt)
    .slice(0, MOST_BOARDS);
  const versions = changed.map(({ id, updatedAt }) => `${id} ${updatedAt}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same boards in the same state have the same outcomes
  useEffect(() => {
    let isOver = false;
    for (const { id } of changed)
      void outcomesSince(id, lastLooked(id) ?? 0).then(
        (changes) => {
          if (!isOver) setOutcomes((before) => new Map(before).set(id, changes));
        },
        () => {},
      );
    return () => {
      isOver = true;
    };
  }, [versions]);
  return outcomes;
}
