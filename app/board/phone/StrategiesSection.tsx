import { type ItemId, type StrategyJson, strategyOf } from "@carveout/model";
import ChevronRight from "lucide-react/icons/chevron-right";
import Split from "lucide-react/icons/split";
import { Icon } from "../../ui/Icon";
import { FindingsChip } from "../cards/FindingsChip";
import { itemName } from "../cards/item-name";
import { useColumns } from "../cards/strategy/use-columns";
import { VariantBadge } from "../cards/VariantBadge";
import { useFindings, useItem } from "../session";
import s from "./phone.module.css";
import { Section } from "./Section";

export function StrategiesSection({ ids, onOpen }: { ids: readonly ItemId[]; onOpen: (id: ItemId) => void }) {
  return (
    <Section glyph={Split} title="Strategies">
      {ids.map((id) => (
        <StrategyLine key={id} id={id} onOpen={() => onOpen(id)} />
      ))}
    </Section>
  );
}

function StrategyLine({ id, onOpen }: { id: ItemId; onOpen: () => void }) {
  const item = useItem(id);
  if (item?.kind !== "strategy") return null;
  return <Line id={id} item={item} onOpen={onOpen} />;
}

function Line({ id, item, onOpen }: { id: ItemId; item: StrategyJson; onOpen: () => void }) {
  const columns = useColumns(id);
  const findings = useFindings(id);
  return (
    <button type="button" className={s.row} onClick={onOpen}>
      {columns.map((look) => (
        <VariantBadge key={look.letter} look={look} size={22} />
      ))}
      <span className={s.lines}>
        <b>{itemName(item)}</b>
        <small>
          {item.family}
          {columns.length === 0 ? ", not wired" : ""}: {strategyOf(item.family, item.type)?.summary}
        </small>
      </span>
      <FindingsChip findings={findings} />
      <Icon glyph={ChevronRight} size={18} />
    </button>
  );
}
