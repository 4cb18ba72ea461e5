import type { ItemId } from "@carveout/model";
import { memo, useEffect, useRef, useState } from "react";
import { useWhiteboard } from "../canvas/context";
import { useFindings, useItem, useItemIds, useSession } from "../session";
import { itemWords } from "./item-words";

/** Reading order follows an edit after this pause: nobody reads while a card is dragged. */
const SETTLE_MS = 300;
/** More than this is not walked through one by one. */
const MAX_LISTED = 500;

/**
 * The board as a list in reading order, for the keyboard and for assistive technology: the focus on an entry selects its item and brings it
 * into view, Enter goes into it.
 */
export default function Outline() {
  const { engine, selection } = useWhiteboard();
  const list = useRef<HTMLElement>(null);
  const { items } = useSession();
  const [order, setOrder] = useState<readonly ItemId[]>([]);
  useEffect(() => {
    const read = () => setOrder((before) => keepSame(before, engine.readingOrder()));
    let timer = setTimeout(read, SETTLE_MS);
    const stop = items.onChange(() => {
      clearTimeout(timer);
      timer = setTimeout(read, SETTLE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [engine, items]);
  useEffect(() => {
    // The arrow keys choose another item: the focus goes along, so that it is read out.
    return selection.subscribe(() => {
      const [id, ...more] = selection.get().items;
      if (id === undefined || more.length > 0 || !list.current?.contains(document.activeElement)) return;
      list.current.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)?.focus();
    });
  }, [selection]);
  return (
    <nav ref={list} aria-label="Items in reading order" className="sr-only" data-board-keys>
      <ol>
        {order.slice(0, MAX_LISTED).map((id) => (
          <OutlineEntry key={id} id={id} />
        ))}
      </ol>
      {order.length > MAX_LISTED && <p>{order.length - MAX_LISTED} more items are on the board.</p>}
    </nav>
  );
}

/** Another order moves entries and renders none. */
const OutlineEntry = memo(function OutlineEntry({ id }: { id: ItemId }) {
  const whiteboard = useWhiteboard();
  const session = useSession();
  const item = useItem(id);
  const findings = useFindings(id);
  // What an item is wired to changes with the wires, not with the item.
  useItemIds("connector");
  if (item === undefined || item.kind === "connector") return null;
  return (
    <li>
      <button
        type="button"
        data-item={id}
        onFocus={() => {
          whiteboard.engine.select([id]);
          whiteboard.engine.focusItem(id);
        }}
        onClick={() => whiteboard.goTo(id, "")}
      >
        {itemWords(item, id, session.items, findings)}
      </button>
    </li>
  );
});

function keepSame(before: readonly ItemId[], now: readonly ItemId[]): readonly ItemId[] {
  return before.length === now.length && before.every((id, index) => id === now[index]) ? before : now;
}
