import { type ItemId, modelsOf, type ProposalJson } from "@carveout/model";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { IconButton } from "../../../ui/IconButton";
import type { MenuItem } from "../../../ui/Menu";
import { MenuButton } from "../../../ui/MenuButton";
import { asStep } from "../../fields";
import { useCanEdit, useItemIds, useSession } from "../../session";
import { openView } from "../../views/view";
import { VariantBadge } from "../VariantBadge";
import { variantLook } from "../variant-look";
import s from "./proposal.module.css";
import { useVariantNames } from "./variant-names";

/** Which variants model the proposal, and the way to name another one. */
export function ModelledBy({ id, item }: { id: ItemId; item: ProposalJson }) {
  const session = useSession();
  const canEdit = useCanEdit();
  const models = modelsOf(item);
  const nameOf = useVariantNames();
  const experiments = useItemIds("experiment");
  const isModel = (experiment: ItemId, variant: string) =>
    models.some((model) => model.item === experiment && model.variant === variant);
  const choices: MenuItem[] = experiments.flatMap((experiment) =>
    (session.items.plans.get(experiment)?.columns ?? [])
      .filter(({ variant }) => !isModel(experiment, variant))
      .map(({ letter, name, variant }) => ({
        label: `${letter} ${name}`,
        detail: nameOf({ item: experiment, variant })?.experiment,
        onSelect: () =>
          asStep(session, () =>
            session.edits.addRow(id, ["models"], { variant: { item: experiment, variant } }),
          ),
      })),
  );
  if (models.length === 0 && !canEdit) return null;
  return (
    <div className={s.models}>
      <span className={s.modelsLabel}>{models.length === 0 ? "Not modelled yet" : "Modelled by"}</span>
      {models.map((model) => {
        const name = nameOf(model);
        return (
          <span key={model.key} className={s.model}>
            {name === null ? (
              <span>a variant that is gone</span>
            ) : (
              <button
                type="button"
                className={s.modelName}
                title={`${name.experiment}, variant ${name.letter}`}
                onClick={() => openView({ name: "experiment", item: model.item })}
              >
                <VariantBadge look={variantLook(name.index, name.letter)} size={15} />
                {name.name}
              </button>
            )}
            {canEdit && (
              <IconButton
                glyph={X}
                size={12}
                name={`${name?.name ?? "The variant that is gone"} does not model it`}
                onClick={() => asStep(session, () => session.edits.removeRow(id, ["models"], model.key))}
              />
            )}
          </span>
        );
      })}
      {canEdit && choices.length > 0 && (
        <MenuButton label="Say which variant models this proposal" glyph={Plus} items={choices} />
      )}
    </div>
  );
}
