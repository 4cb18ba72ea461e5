import type { FrameJson, ItemId } from "@carveout/model";
import type { Whiteboard } from "../canvas/whiteboard";
import { closePanel } from "../open-panel";
import { slide } from "./slide";

/** The board's frames in the order in which they are shown. */
export function framesOf({ session }: Whiteboard): [ItemId, FrameJson][] {
  const frames = (session.items.ids.get().get("frame") ?? []).flatMap((id) => {
    const item = session.items.item(id);
    return item?.kind === "frame" ? [[id, item] satisfies [ItemId, FrameJson]] : [];
  });
  return frames.sort(([aId, a], [bId, b]) => compare(a.order, b.order) || compare(aId, bId));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Shows the first frame, or the one that is selected, and brings everybody who is here to it. */
export function startSlides(whiteboard: Whiteboard): void {
  const { session } = whiteboard;
  closePanel();
  const frames = framesOf(whiteboard).map(([id]) => id);
  const selected = whiteboard.engine.selection().items.find((id) => frames.includes(id));
  show(whiteboard, selected ?? frames[0]);
  const isWatched = session.presence.people.get().length > 1;
  if (slide.get() !== null && isWatched && session.can.get().edit)
    void session.commands.send("spotlight.start", {});
}

/** So many frames on, or back. It stays at the ends. */
export function stepSlides(whiteboard: Whiteboard, by: number): void {
  const frames = framesOf(whiteboard).map(([id]) => id);
  const at = frames.indexOf(slide.get() ?? "");
  show(whiteboard, frames[Math.min(frames.length - 1, Math.max(0, at + by))]);
}

/** Everybody is free again. */
export function endSlides({ session }: Whiteboard, isSpotlit: boolean): void {
  slide.set(null);
  if (isSpotlit) void session.commands.send("spotlight.end", {});
}

function show({ engine }: Whiteboard, frame: ItemId | undefined): void {
  slide.set(frame ?? null);
  if (frame === undefined) return;
  engine.select([]);
  engine.fit([frame], { atMost: 4 });
}
