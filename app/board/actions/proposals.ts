import FileText from "lucide-react/icons/file-text";
import Reply from "lucide-react/icons/reply";
import type { Desk } from "../desk";
import { openView } from "../views/view";
import type { Action } from "./action";

/** The proposal that is selected alone. */
function selected({ whiteboard, session }: Desk): string | undefined {
  const { items } = whiteboard.selection.get();
  const [id = ""] = items;
  return items.length === 1 && session.items.item(id)?.kind === "proposal" ? id : undefined;
}

export const PROPOSAL_ACTIONS: readonly Action[] = [
  {
    id: "proposal.reply",
    name: "Reply to the selected proposal",
    group: "Discussion",
    glyph: Reply,
    also: "mail answer list eml",
    when: (desk) => selected(desk) !== undefined,
    run: (desk) => {
      const item = selected(desk);
      if (item !== undefined) openView({ name: "reply", item });
    },
  },
  {
    id: "board.report",
    name: "Report of the review",
    group: "Discussion",
    glyph: FileText,
    also: "print summary decisions minutes",
    run: ({ session }) => {
      open(`/b/${session.board}/report`, "_blank", "noopener");
    },
  },
];
