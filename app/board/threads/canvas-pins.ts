import type { Pin } from "@carveout/canvas";
import type { ThreadAnchor, ThreadJson } from "@carveout/model";
import type { BoardSession } from "../session";
import { itemOf } from "./anchors";
import type { NewThread } from "./drafts";

/** The pin of the thread that is being written. */
export const DRAFT_PIN = "draft";
/** Pins without a place of their own hang one below the other at the item's edge. */
const STEP = 26;

/** The pins of the canvas: open threads, the one that is open whatever its state, and the one being written. */
export function canvasPins(
  session: BoardSession,
  threads: ReadonlyMap<string, ThreadJson>,
  { open, draft }: { open: string | null; draft: NewThread | null },
): Pin[] {
  const hanging = new Map<string, number>();
  const pins: Pin[] = [];
  const put = (
    id: string,
    label: string,
    anchor: ThreadAnchor,
    lost: ThreadJson["lost"],
    tone: Pin["tone"],
  ) => {
    const item = itemOf(anchor);
    const isThere = item !== null && session.items.item(item) !== undefined;
    let { x, y } = anchor;
    if (item !== null && y === undefined) {
      const above = hanging.get(item) ?? 0;
      hanging.set(item, above + 1);
      y = 40 + above * STEP;
    }
    if (item === null || isThere) pins.push({ id, label, item, tone, ...(x === undefined ? {} : { x }), y });
    else if (lost !== undefined)
      pins.push({ id, label, item: null, tone, x: lost.x + (x ?? lost.w), y: lost.y + (y ?? 0) });
  };
  const inOrder = [...threads].sort(([, a], [, b]) => a.number - b.number);
  for (const [id, { number, anchor, lost, resolved }] of inOrder)
    if (resolved === undefined || id === open)
      put(id, String(number), anchor, lost, id === open ? "active" : resolved ? "quiet" : "plain");
  if (draft !== null) put(DRAFT_PIN, "…", draft.anchor, undefined, open === null ? "active" : "quiet");
  return pins;
}
