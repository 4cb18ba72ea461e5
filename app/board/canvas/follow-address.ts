import type { Camera } from "@carveout/canvas";
import { onAddress, readAddress } from "../address";
import { discussionOf } from "../threads/discussion";
import { goToThread } from "../threads/go";
import type { Whiteboard } from "./whiteboard";

/** A thread that one has just begun is in the address before it is on the board. */
const ON_ITS_WAY_MS = 1500;

export interface AddressTarget {
  item: string | null;
  thread: string | null;
  camera: Camera | null;
}

/** Where on the board an address leads: to an item, to a thread or to a view of the canvas. An open view has its own use for the first two. */
export function targetOf(address: URLSearchParams): AddressTarget {
  const own = (key: string) => (address.has("view") ? null : address.get(key));
  const [item, thread] = [own("item"), own("thread")];
  return { item, thread, camera: item === null && thread === null ? cameraOf(address.get("camera")) : null };
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
    const target = targetOf(readAddress());
    const now = JSON.stringify(target);
    if (now === last) return;
    last = now;
    const { item, thread, camera } = target;
    const isThere =
      thread !== null ? goToThread(whiteboard, thread) : item !== null ? whiteboard.show(item) : true;
    if (!isThere) setTimeout(() => now === last && tellIfGone(whiteboard, target), ON_ITS_WAY_MS);
    if (camera !== null) whiteboard.engine.setCamera(camera, { animate: true });
  };
  follow();
  return onAddress(follow);
}

function tellIfGone({ session }: Whiteboard, { item, thread }: AddressTarget): void {
  const isThere =
    thread !== null
      ? discussionOf(session).threads.get().has(thread)
      : item === null || session.items.item(item) !== undefined;
  if (isThere) return;
  session.notice.set({
    headline: "What this link leads to is not on the board any more",
    detail: "Somebody has deleted it since the link was made.",
  });
}

/** A link to a place on this board, for everybody who has access to it. The token of whoever copies it is no part of it. */
export function linkTo(keys: Readonly<Record<string, string>>): string {
  return `${location.origin}${location.pathname}#${new URLSearchParams(keys)}`;
}
