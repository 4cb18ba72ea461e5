import type { ItemId } from "@carveout/model";
import { useId } from "react";
import { VariantBadge } from "../cards/VariantBadge";
import { variantLook } from "../cards/variant-look";
import { usePlan } from "../session";
import { Verdicts } from "./Verdicts";
import s from "./verdicts.module.css";

/** What people said of each variant of an experiment. */
export function VerdictsPanel({ id }: { id: ItemId }) {
  const { columns } = usePlan(id);
  const titleId = useId();
  return (
    <section className={s.panel} aria-labelledby={titleId}>
      <h2 id={titleId}>Verdicts</h2>
      {columns.map(({ variant, letter, name }, index) => (
        <div key={variant} className={s.variant}>
          <p>
            <VariantBadge look={variantLook(index, letter)} size={14} /> {name}
          </p>
          <Verdicts target={{ item: id, variant }} />
        </div>
      ))}
    </section>
  );
}
