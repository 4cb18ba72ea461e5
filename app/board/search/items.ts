import type { ItemId, PlacedJson } from "@carveout/model";
import Activity from "lucide-react/icons/activity";
import FlaskConical from "lucide-react/icons/flask-conical";
import Frame from "lucide-react/icons/frame";
import ImageIcon from "lucide-react/icons/image";
import Mail from "lucide-react/icons/mail";
import MemoryStick from "lucide-react/icons/memory-stick";
import PenLine from "lucide-react/icons/pen-line";
import Shapes from "lucide-react/icons/shapes";
import Split from "lucide-react/icons/split";
import StickyNote from "lucide-react/icons/sticky-note";
import TypeIcon from "lucide-react/icons/type";
import type { Glyph } from "../../ui/Icon";
import { counted } from "../cards/figures";
import { itemName } from "../cards/item-name";
import type { BoardSession } from "../session";
import { excerpt, holds } from "./excerpt";
import { linesOf } from "./item-lines";
import type { Found, SearchProvider } from "./provider";

const GLYPHS: Readonly<Record<PlacedJson["kind"], Glyph>> = {
  profile: MemoryStick,
  strategy: Split,
  workload: Activity,
  experiment: FlaskConical,
  note: StickyNote,
  text: TypeIcon,
  shape: Shapes,
  ink: PenLine,
  frame: Frame,
  image: ImageIcon,
  proposal: Mail,
};

/** Items by name, by their texts and by what their fields say. */
export const ITEM_SEARCH: SearchProvider = {
  title: "Items",
  count: (session) => counted([...placed(session)].length, "item"),
  *find(session, words) {
    const later: Found[] = [];
    for (const { id, item } of placed(session)) {
      const name = itemName(item);
      const found = (field: string, detail: string): Found => ({
        id: `${id} ${field}`,
        label: name,
        detail,
        glyph: GLYPHS[item.kind],
        go: ({ whiteboard }) =>
          field === "" || field === "text" ? whiteboard.show(id) : whiteboard.goTo(id, field),
      });
      if (holds(`${name} ${item.kind}`, words)) {
        yield found("", item.kind);
        continue;
      }
      const line = linesOf(item).find(({ text }) => holds(text, words));
      if (line !== undefined) later.push(found(line.field, excerpt(line.text, words)));
    }
    yield* later;
  },
};

function* placed({ items }: Pick<BoardSession, "items">): Generator<{ id: ItemId; item: PlacedJson }> {
  for (const id of items.items.keys()) {
    const item = items.item(id);
    if (item !== undefined && item.kind !== "connector") yield { id, item };
  }
}
