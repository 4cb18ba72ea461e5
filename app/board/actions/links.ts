import Link from "lucide-react/icons/link";
import { cameraText, linkTo } from "../canvas/follow-address";
import { itemName } from "../cards/item-name";
import type { Desk } from "../desk";
import type { Action } from "./action";

export const LINK_ACTIONS: readonly Action[] = [
  {
    id: "link.item",
    name: "Copy link to the item",
    group: "Items",
    glyph: Link,
    also: "permalink url address",
    when: ({ whiteboard }) => whiteboard.selection.get().items.length === 1,
    run: (desk) => {
      const [id = ""] = desk.whiteboard.selection.get().items;
      const item = desk.session.items.item(id);
      if (item !== undefined && item.kind !== "connector")
        void copy(desk, { item: id }, `to '${itemName(item)}'`);
    },
  },
  {
    id: "link.view",
    name: "Copy link to this view",
    group: "View",
    glyph: Link,
    also: "permalink url address camera",
    run: (desk) =>
      void copy(desk, { camera: cameraText(desk.whiteboard.engine.camera()) }, "to what you see now"),
  },
];

async function copy({ session }: Desk, keys: Readonly<Record<string, string>>, where: string): Promise<void> {
  await navigator.clipboard.writeText(linkTo(keys));
  session.notice.set({
    headline: "Link copied",
    detail: `It leads ${where}, for everybody who can open this board.`,
  });
}
