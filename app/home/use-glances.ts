import type { Glance } from "@carveout/wire";
import { useEffect, useState } from "react";
import { type BoardSummary, glanceAt } from "../api";

/** Asked for at once. */
const AT_ONCE = 4;

/** Glances at all boards, in the order of the list, a few at a time. One that can't be had stays away. */
export function useGlances(boards: readonly BoardSummary[]): ReadonlyMap<string, Glance> {
  const [glances, setGlances] = useState<ReadonlyMap<string, Glance>>(new Map());
  const versions = boards.map(({ id, updatedAt }) => `${id} ${updatedAt}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same boards in the same state have the same glances
  useEffect(() => {
    let isOver = false;
    const waiting = boards.map(({ id }) => id);
    const work = async () => {
      for (let id = waiting.shift(); id !== undefined && !isOver; id = waiting.shift()) {
        const board = id;
        const glance = await glanceAt(board).catch(() => null);
        if (glance !== null && !isOver) setGlances((before) => new Map(before).set(board, glance));
      }
    };
    for (let i = 0; i < AT_ONCE; i++) void work();
    return () => {
      isOver = true;
    };
  }, [versions]);
  return glances;
}
