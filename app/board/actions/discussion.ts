import Eye from "lucide-react/icons/eye";
import MessageCirclePlus from "lucide-react/icons/message-circle-plus";
import MessagesSquare from "lucide-react/icons/messages-square";
import type { Desk } from "../desk";
import { togglePanel } from "../panels/use-panel";
import { placeAt } from "../session";
import { pinsShown, startThread } from "../threads/open";
import { anchorAt, anchorOfField } from "../threads/places";
import type { Action } from "./action";

export const DISCUSSION_ACTIONS: readonly Action[] = [
  {
    id: "threads.panel",
    name: "Threads",
    group: "Discussion",
    keys: ["Ctrl Alt T"],
    isAlwaysHeard: true,
    glyph: MessagesSquare,
    also: "comments discussion panel unread",
    run: () => togglePanel("threads"),
  },
  {
    id: "threads.start",
    name: "Comment on the field or the selection",
    group: "Discussion",
    keys: ["Ctrl Alt M"],
    isAlwaysHeard: true,
    comments: true,
    glyph: MessageCirclePlus,
    also: "thread remark",
    run: comment,
  },
  {
    id: "threads.pins",
    name: "Show or hide pins",
    group: "Discussion",
    keys: ["Shift C"],
    glyph: Eye,
    also: "threads comments",
    run: () => pinsShown.set(!pinsShown.get()),
  },
];

/** On the field that has the focus, else on the selected item, else in the middle of the view. */
function comment({ session, whiteboard }: Desk): void {
  const { engine, container } = whiteboard;
  const field = document.activeElement === null ? null : placeAt(document.activeElement);
  const [selected] = whiteboard.selection.get().items;
  if (field !== null && document.activeElement !== null)
    startThread(session, anchorOfField(whiteboard, field, document.activeElement));
  else if (selected !== undefined) startThread(session, { at: "item", item: selected });
  else
    startThread(
      session,
      anchorAt(
        whiteboard,
        { kind: "board" },
        engine.toBoard({ x: container.clientWidth / 2, y: container.clientHeight / 2 }),
      ),
    );
}
