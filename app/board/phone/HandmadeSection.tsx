import type { ItemId } from "@carveout/model";
import Frame from "lucide-react/icons/frame";
import ImageGlyph from "lucide-react/icons/image";
import Shapes from "lucide-react/icons/shapes";
import Type from "lucide-react/icons/type";
import { imageAddress } from "../../api";
import { Markdown } from "../../ui/Markdown";
import { itemName } from "../cards/item-name";
import { useItem, useSession } from "../session";
import s from "./phone.module.css";
import { Section } from "./Section";

/** What was written and drawn by hand, to read: a text as it says, a picture as it is, a frame and a shape by their names. */
export function HandmadeSection({ id, onOpen }: { id: ItemId; onOpen: (id: ItemId) => void }) {
  const item = useItem(id);
  const { board } = useSession();
  const open = () => onOpen(id);
  switch (item?.kind) {
    case "text":
      return (
        <Section glyph={Type} title={itemName(item)} kind="text" onOpen={open}>
          <div className={s.handmade}>
            <Markdown text={item.text} />
          </div>
        </Section>
      );
    case "image":
      return (
        <Section glyph={ImageGlyph} title={itemName(item)} kind="image" onOpen={open}>
          {/* biome-ignore lint/performance/noImgElement: it is the board's own server's, and immutable already */}
          <img
            className={s.picture}
            src={imageAddress(board, item.hash)}
            alt={String(item.fields.alt ?? "")}
            width={item.natural.w}
            height={item.natural.h}
            loading="lazy"
          />
        </Section>
      );
    case "shape":
      return item.text.trim() === "" ? null : (
        <Section
          glyph={Shapes}
          title={itemName(item)}
          kind={String(item.fields.form ?? "rectangle")}
          onOpen={open}
        />
      );
    case "frame":
      return <Section glyph={Frame} title={itemName(item)} kind="frame" />;
    default:
      return null;
  }
}
