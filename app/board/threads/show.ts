import type { ThreadAnchor } from "@carveout/model";
import type { BoardSession } from "../session";
import { openView } from "../views/view";

/** Leads to what a thread is about: the item, or the view that has the chart, the page or the passage. */
export function showAnchor(session: BoardSession, anchor: ThreadAnchor): void {
  if (anchor.at === "canvas" || session.items.item(anchor.item) === undefined) return;
  const { item } = anchor;
  switch (anchor.at) {
    case "chart":
      openView({ name: "experiment", item, t: String(anchor.tMs) });
      break;
    case "page":
      openView({
        name: "experiment",
        item,
        tab: "pages",
        a: anchor.variant,
        t: String(anchor.tMs),
        pfn: anchor.pfn.toString(16),
      });
      break;
    case "mail":
      openView({ name: "proposal", item, mail: anchor.part });
      break;
    case "field":
      session.guide?.goTo(item, anchor.field);
      break;
    default:
      session.guide?.goTo(item, "");
  }
}
