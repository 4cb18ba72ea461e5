import type { ItemId } from "@carveout/model";
import Eye from "lucide-react/icons/eye";
import MessageCirclePlus from "lucide-react/icons/message-circle-plus";
import MessagesSquare from "lucide-react/icons/messages-square";
import Stamp from "lucide-react/icons/stamp";
import type { Whiteboard } from "../canvas/whiteboard";
import type { Desk } from "../desk";
import { togglePanel } from "../open-panel";
import { type BoardSession, placeAt } from "../session";
import { pinsShown, startThread } from "../threads/open";
import { anchorAt, anchorOfField } from "../threads/places";
import { judge } from "../verdicts/judge";
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
  {
    id: "verdict.give",
    name: "Give a verdict",
    group: "Discussion",
    keys: ["G"],
    comments: true,
    glyph: Stamp,
    also: "acked reviewed tested nak trailer question",
    when: ({ session, whiteboard }) => judgedItem(session, whiteboard) !== null,
    run: ({ session, whiteboard }) => {
      const item = judgedItem(session, whiteboard);
      if (item !== null) judge({ item });
    },
  },
];

/** What a verdict can be given on: the selected experiment or proposal, else the only one on the board. */
function judgedItem(session: BoardSession, whiteboard: Whiteboard): ItemId | null {
  const isJudged = (id: ItemId) => JUDGED.has(session.items.item(id)?.kind ?? "");
  const selected = whiteboard.selection.get().items.filter(isJudged);
  if (selected.length > 0) return selected[0] ?? null;
  const all = [...session.items.items.keys()].filter(isJudged);
  return all.length === 1 ? (all[0] ?? null) : null;
}

const JUDGED: ReadonlySet<string> = new Set(["experiment", "proposal"]);

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
