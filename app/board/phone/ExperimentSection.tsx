import { EXPERIMENT_FIELDS, fieldValue, type ItemId } from "@carveout/model";
import FlaskConical from "lucide-react/icons/flask-conical";
import Loader from "lucide-react/icons/loader";
import { Chip } from "../../ui/Chip";
import { StateChip } from "../cards/experiment/StateChip";
import { underWay, useExperiment } from "../cards/experiment/use-experiment";
import { counted } from "../cards/figures";
import { itemName } from "../cards/item-name";
import { VariantBadge } from "../cards/VariantBadge";
import { useItem } from "../session";
import { variantSentence } from "./outline-rows";
import s from "./phone.module.css";
import { Section } from "./Section";

const [SEED] = EXPERIMENT_FIELDS;

export function ExperimentSection({ id, onOpen }: { id: ItemId; onOpen: (id: ItemId) => void }) {
  const item = useItem(id);
  const { variants } = useExperiment(id);
  if (item?.kind !== "experiment") return null;
  const busy = underWay(variants);
  const seed = SEED === undefined ? "" : `, seed ${fieldValue(SEED, item.fields as Record<string, unknown>)}`;
  return (
    <Section glyph={FlaskConical} title={itemName(item)} onOpen={() => onOpen(id)}>
      {variants.map(({ head, look, column }) => (
        <div key={head.variant} className={s.row}>
          <VariantBadge look={look} size={22} />
          <span className={s.lines}>
            <b>{head.name}</b>
            <small>{variantSentence(column)}</small>
          </span>
          <StateChip chip={column.chip} />
        </div>
      ))}
      <p className={s.row}>
        <span className={s.quiet}>
          {counted(variants.length, "variant")}
          {seed}
        </span>
        <span className={s.space} />
        {busy !== null && (
          <Chip tone="accent" glyph={Loader}>
            {busy}
          </Chip>
        )}
      </p>
    </Section>
  );
}
