import { type FieldSpec, fieldValue, formatValue, type ItemId, LOAD_FIELDS } from "@carveout/model";
import Activity from "lucide-react/icons/activity";
import { FindingsChip } from "../cards/FindingsChip";
import { percentText } from "../cards/figures";
import { itemName } from "../cards/item-name";
import { orderShares } from "../cards/workload/offered-load";
import { useFindings, useItem } from "../session";
import s from "./phone.module.css";
import { Section } from "./Section";

const KEY_FIELDS = ["durationMs", "allocationsPerSecond"];

export function WorkloadSection({ id, onOpen }: { id: ItemId; onOpen: (id: ItemId) => void }) {
  const item = useItem(id);
  const findings = useFindings(id);
  if (item?.kind !== "workload") return null;
  const show = (spec: FieldSpec) =>
    formatValue(spec, fieldValue(spec, item.fields as Record<string, unknown>));
  const orders = orderShares(item.fields).map(
    ({ order, share }) => `order ${order} ${percentText(share, 1)}`,
  );
  return (
    <Section
      glyph={Activity}
      title={itemName(item)}
      kind="workload"
      chips={<FindingsChip findings={findings} />}
      onOpen={() => onOpen(id)}
    >
      <p className={s.row}>
        <span className={s.quiet}>
          {LOAD_FIELDS.filter((spec) => KEY_FIELDS.includes(spec.key))
            .map(show)
            .concat(orders)
            .join(", ")}
        </span>
      </p>
    </Section>
  );
}
