import type { Camera } from "@carveout/canvas";
import { onAddress, readAddress, writeAddress } from "../address";
import type { Whiteboard } from "./whiteboard";

const KEYS = ["item", "camera"] as const;

/** Where on the board an address leads: to an item, or to a view of the canvas. A view over the board has its own use for `item`. */
export function targetOf(address: URLSearchParams): { item: string | null; camera: Camera | null } {
  const item = address.has("view") ? null : address.get("item");
  return { item, camera: item === null ? cameraOf(address.get("camera")) : null };
}

function cameraOf(text: string | null): Camera | null {
  const [x, y, zoom, ...more] = (text ?? "").split(",").map(Number);
  if (x === undefined || y === undefined || zoom === undefined || more.length > 0 || !(zoom > 0)) return null;
  return [x, y, zoom].every(Number.isFinite) ? { x, y, zoom } : null;
}

/** Whole pixels are enough to see the same. */
export function cameraText({ x, y, zoom }: Camera): string {
  return [Math.round(x), Math.round(y), Number(zoom.toFixed(3))].join(",");
}

/** Goes where the address leads, now and whenever a link, Back or somebody by hand changes that. */
export function followAddress(whiteboard: Whiteboard): () => void {
  let last = "";
  const follow = () => {
    const address = readAddress();
    const { item, camera } = targetOf(address);
    const now = KEYS.map((key) => (key === "camera" || item !== null ? address.get(key) : null)).join(" ");
    if (now === last) return;
    last = now;
    if (item !== null && whiteboard.engine.item(item) !== undefined) whiteboard.show(item);
    else if (item !== null)
      whiteboard.session.notice.set({
        headline: "What this link leads to is not on the board any more",
        detail: "Somebody has deleted it since the link was made.",
      });
    else if (camera !== null) whiteboard.engine.setCamera(camera, { animate: true });
  };
  follow();
  return onAddress(follow);
}

/** Where a thread is shown is the discussion's; the address says which. */
export function showThread(id: string): void {
  writeAddress(new URLSearchParams({ thread: id }), "step");
}

/** A link to a place on this board, for everybody who has access to it. The token of whoever copies it is no part of it. */
export function linkTo(keys: Readonly<Record<string, string>>): string {
  return `${location.origin}${location.pathname}#${new URLSearchParams(keys)}`;
}
