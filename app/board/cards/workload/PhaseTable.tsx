import {
  formatNumber,
  type ItemId,
  MAX_PHASES,
  PHASE_FIELDS,
  REQUEST_CLASSES,
  type WorkloadFieldsJson,
} from "@carveout/model";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { Icon } from "../../../ui/Icon";
import { TextButton } from "../../../ui/TextButton";
import { asStep, Field } from "../../fields";
import { useCanEdit, useSession } from "../../session";
import { classShares } from "./class-shares";
import { type Phase, phasesOf } from "./offered-load";
import s from "./workload.module.css";
import { workloadNumber } from "./workload-value";

/** The phases by their start; one opens to be edited. */
export function PhaseTable({ id, fields }: { id: ItemId; fields: WorkloadFieldsJson }) {
  const session = useSession();
  const canEdit = useCanEdit();
  const phases = phasesOf(fields);
  const [openKey, setOpenKey] = useState<string | null>(null);
  return (
    <div>
      {phases.length === 0 && <p className={s.none}>The load is the same from start to end.</p>}
      {phases.map((phase) => {
        const isOpen = openKey === phase.key;
        return (
          <div key={phase.key}>
            <button
              type="button"
              className={s.phase}
              aria-expanded={isOpen}
              onClick={() => setOpenKey(isOpen ? null : phase.key)}
            >
              <span>{spanText(phase)}</span>
              <span>{changeText(phase)}</span>
            </button>
            {isOpen && (
              <PhaseForm
                id={id}
                phase={phase.key}
                fields={fields}
                onRemove={canEdit ? () => setOpenKey(null) : null}
              />
            )}
          </div>
        );
      })}
      {canEdit && phases.length < MAX_PHASES && (
        <button
          type="button"
          className={s.add}
          onClick={() =>
            asStep(session, () =>
              setOpenKey(session.edits.addRow(id, ["phases"], phaseAfter(phases, fields))),
            )
          }
        >
          <Icon glyph={Plus} size={12} /> Add a phase
        </button>
      )}
    </div>
  );
}

function PhaseForm(props: {
  id: ItemId;
  phase: string;
  fields: WorkloadFieldsJson;
  onRemove: (() => void) | null;
}) {
  const { id, phase, fields, onRemove } = props;
  const session = useSession();
  const written = fields.phases?.[phase] ?? {};
  const asked = new Set(classShares(fields).flatMap(({ info, share }) => (share > 0 ? [info.key] : [])));
  // Of the classes, those that ask for something.
  const silent = new Set(
    REQUEST_CLASSES.flatMap(({ key }) =>
      asked.has(key) || written[`${key}Factor`] !== undefined ? [] : [`${key}Factor`],
    ),
  );
  return (
    <div className={s.phaseForm}>
      {PHASE_FIELDS.filter(({ key }) => !silent.has(key)).map((spec) => (
        <Field
          key={spec.key}
          item={id}
          field={`phases.${phase}.${spec.key}`}
          spec={spec}
          written={written[spec.key]}
        />
      ))}
      {onRemove !== null && (
        <TextButton
          className="t-small"
          onClick={() => {
            asStep(session, () => session.edits.removeRow(id, ["phases"], phase));
            onRemove();
          }}
        >
          Remove this phase
        </TextButton>
      )}
    </div>
  );
}

function spanText({ fromMs, toMs }: Phase): string {
  return `${formatNumber(fromMs / 1000)} to ${formatNumber(toMs / 1000)} s`;
}

/** The rate's factor, and that the mix is another one. */
function changeText({ factors }: Phase): string {
  const mixes = REQUEST_CLASSES.some(({ key }) => (factors[`${key}Factor`] ?? 1) !== 1);
  const rate = `${formatNumber(factors.rateFactor ?? 1)} ×`;
  return mixes ? `${rate}, mix` : rate;
}

/** A second at twice the rate, after the last one if that is before the end. */
function phaseAfter(phases: readonly Phase[], fields: WorkloadFieldsJson): Record<string, number> {
  const end = phases.at(-1)?.toMs ?? 0;
  return { startMs: end < workloadNumber(fields, "durationMs") ? end : 0, lengthMs: 1000, rateFactor: 2 };
}
