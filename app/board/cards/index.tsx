import type { ItemId } from "@carveout/model";
import { useItem } from "../session";

/** One item as a card. */
export function Card({ id }: { id: ItemId }) {
  const item = useItem(id);
  if (item === undefined || item.kind === "connector") return null;
  const name = item.kind === "note" ? item.text : (item.name ?? "");
  return (
    <section className="rounded-card border border-line bg-surface shadow-e1">
      <header className="flex h-8.5 items-center gap-1.5 border-line border-b px-2.5">
        <b className="t-title">{name || item.kind}</b>
        <span className="t-micro text-ink-3">{item.kind}</span>
      </header>
      <div className="h-20" />
    </section>
  );
}
