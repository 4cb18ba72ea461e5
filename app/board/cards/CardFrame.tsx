import type { CardJson, ItemId } from "@carveout/model";
import type { ReactNode } from "react";
import { Chip } from "../../ui/Chip";
import type { MenuItem } from "../../ui/Menu";
import { useFindings } from "../session";
import { CardMenu } from "./CardMenu";
import { CardName } from "./CardName";
import s from "./cards.module.css";
import { FindingsChip } from "./FindingsChip";
import { itemName } from "./item-name";

export interface CardFrameProps {
  id: ItemId;
  item: CardJson;
  /** Badge or icon. */
  mark: ReactNode;
  /** Small word behind the name. */
  kind: string;
  chips?: ReactNode;
  menu?: readonly MenuItem[];
  children: ReactNode;
  foot?: ReactNode;
}

/** The anatomy every card shares: head, body, foot. Head and empty ground are what it is dragged by. */
export function CardFrame({ id, item, mark, kind, chips, menu, children, foot }: CardFrameProps) {
  const name = itemName(item);
  const findings = useFindings(id);
  return (
    <article className={s.card} aria-label={`${name}, ${kind}`}>
      <header className={s.head}>
        <span className={s.mark}>{mark}</span>
        <span className={s.title}>
          <CardName id={id} name={name} />
          <span className={s.kind}>{kind}</span>
        </span>
        <FindingsChip findings={findings} />
        {item.locked === true && (
          <Chip title="Nothing of it can be changed until it is unlocked: Ctrl Shift L">locked</Chip>
        )}
        {chips}
        <CardMenu id={id} item={item} name={name} more={menu} />
      </header>
      {children}
      {foot !== undefined && <footer className={s.foot}>{foot}</footer>}
    </article>
  );
}
