import type { Flag } from "@carveout/canvas/drawings";
import type { BoardJson, ItemChange } from "@carveout/model";
import { estimateHeight } from "../../cards/height";

/** How each kind of difference is told apart: a letter, a word, a colour and a dash. */
export const LOOKS = {
  added: { letter: "A", label: "added since", colour: "ok", dashed: true },
  removed: { letter: "R", label: "removed since", colour: "err", dashed: false },
  changed: { letter: "C", label: "changed since", colour: "warn", dashed: false },
} as const;

/** Outlines for the board as it was: what has gone or is different since, and where something has come. */
export function flagsOf(changes: readonly ItemChange[], later: BoardJson): Flag[] {
  return changes.flatMap(({ id, kind, change }): Flag[] => {
    if (kind === "connector") return [];
    const look = LOOKS[change];
    if (change !== "added") return [{ at: id, ...look }];
    const item = later.items[id];
    if (item === undefined || item.kind === "connector") return [];
    const { x, y, w } = item.geo;
    return [{ at: { x, y, w, h: estimateHeight(item) }, ...look }];
  });
}
