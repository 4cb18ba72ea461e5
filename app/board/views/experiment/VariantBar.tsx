import { EXPERIMENT_FIELDS, type ExperimentJson, type ItemId } from "@carveout/model";
import { type KeyboardEvent, useRef } from "react";
import { StateChip } from "../../cards/experiment/StateChip";
import { VariantBadge } from "../../cards/VariantBadge";
import { asStep, Field } from "../../fields";
import { ModelsProposal } from "../../proposals/ModelsProposal";
import { useCanEdit, useSession } from "../../session";
import { changeView } from "../view";
import { TABS, type Tab } from "./tabs";
import type { ShownInView } from "./use-shown";
import s from "./view.module.css";

const SEEDS = EXPERIMENT_FIELDS.find(({ key }) => key === "seeds");

/** Which variants these are, which one the others are measured against, how many seeds, and what is looked at. */
export function VariantBar(props: { id: ItemId; item: ExperimentJson; shown: ShownInView; tab: Tab }) {
  const { id, item, shown, tab } = props;
  const session = useSession();
  const canEdit = useCanEdit();
  return (
    <div className={s.bar} data-tab={tab}>
      <Tabs tab={tab} />
      <ul className={s.variants} aria-label="Variants">
        {shown.variants.map(({ head, look, column }) => {
          const isBaseline = head.variant === shown.baseline;
          return (
            <li key={head.variant}>
              <button
                type="button"
                className={s.variant}
                aria-pressed={isBaseline}
                disabled={!canEdit}
                title={isBaseline ? "The others are measured against it" : "Measure the others against it"}
                onClick={() => asStep(session, () => session.edits.setField(id, ["baseline"], head.variant))}
              >
                <VariantBadge look={look} />
                <span>{head.name}</span>
                {isBaseline && <small>baseline</small>}
              </button>
              <ModelsProposal experiment={id} variant={head.variant} />
              {column.certainty !== "result" && <StateChip chip={column.chip} />}
            </li>
          );
        })}
      </ul>
      {SEEDS && (
        <div className={s.seeds}>
          <Field item={id} field="seeds" spec={SEEDS} written={item.fields.seeds} />
        </div>
      )}
    </div>
  );
}

/** Arrows go from tab to tab, as everywhere. */
function Tabs({ tab }: { tab: Tab }) {
  const list = useRef<HTMLDivElement>(null);
  const names = Object.keys(TABS) as Tab[];
  const open = (name: Tab) => changeView({ tab: name === "figures" ? null : name }, "step");
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = names[(names.indexOf(tab) + step + names.length) % names.length] ?? "figures";
    open(next);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label="What is looked at" className={s.tabs} onKeyDown={onKeyDown}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          data-tab={name}
          aria-selected={name === tab}
          tabIndex={name === tab ? 0 : -1}
          onClick={() => open(name)}
        >
          {TABS[name].name}
        </button>
      ))}
    </div>
  );
}
