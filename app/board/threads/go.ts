import type { Whiteboard } from "../canvas/whiteboard";
import { openView } from "../views/view";
import { discussionOf } from "./discussion";
import { openThread } from "./open";

/** Brings what a thread hangs on into view and opens the thread. False if there is no such thread any more. */
export function goToThread(whiteboard: Whiteboard, id: string): boolean {
  const anchor = discussionOf(whiteboard.session).threads.get().get(id)?.anchor;
  if (anchor === undefined) return false;
  if (anchor.at === "mail") {
    openView({ name: "proposal", item: anchor.item, thread: id });
    return true;
  }
  if (anchor.at === "canvas") whiteboard.look(anchor);
  else whiteboard.show(anchor.item);
  openThread(id);
  return true;
}
