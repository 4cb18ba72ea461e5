import { type Axis, type FieldSpec, type ItemId, SWEEP_FIELDS } from "@carveout/model";
import Trash2 from "lucide-react/icons/trash-2";
import { IconButton } from "../../../../ui/IconButton";
import { SELECT_BOX } from "../../../../ui/select-box";
import { asStep, Field } from "../../../fields";
import { useCanEdit, useSession } from "../../../session";
import s from "../study/study.module.css";
import { rangeAround, type SweptParameter } from "./parameters";

/** One swept parameter: which, from where to where, in how many steps. Part of the experiment, so that all see the same sweep. */
export function AxisEditor(props: {
  id: ItemId;
  axis: Axis;
  written: Readonly<Record<string, string | number | boolean>>;
  groups: readonly { title: string; parameters: readonly SweptParameter[] }[];
}) {
  const { id, axis, written, groups } = props;
  const session = useSession();
  const canEdit = useCanEdit();
  const all = groups.flatMap(({ parameters }) => parameters);
  const chosen = all.find(({ item, field }) => item === axis.item && field === axis.field);
  const choose = (value: string) => {
    const parameter = all[Number(value)];
    if (parameter === undefined) return;
    const { from, to } = rangeAround(parameter);
    asStep(session, () =>
      session.edits.together(() => {
        const set = (key: string, to: unknown) => session.edits.setField(id, ["sweep", axis.key, key], to);
        set("item", parameter.item);
        set("field", parameter.field);
        set("from", from);
        set("to", to);
      }),
    );
  };
  return (
    <div className={s.axis}>
      <label>
        Parameter{" "}
        <select
          className={SELECT_BOX}
          value={chosen === undefined ? "" : all.indexOf(chosen)}
          disabled={!canEdit}
          onChange={(event) => choose(event.target.value)}
        >
          {chosen === undefined && <option value="">choose one</option>}
          {groups.map(({ title, parameters }) => (
            <optgroup key={title} label={title}>
              {parameters.map((parameter) => (
                <option key={`${parameter.item} ${parameter.field}`} value={all.indexOf(parameter)}>
                  {parameter.label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {SWEEP_FIELDS.filter(({ key }) => !["item", "field"].includes(key)).map((spec) => (
        <div key={spec.key} className={spec.key === "scale" ? undefined : s.number}>
          <Field
            item={id}
            field={`sweep.${axis.key}.${spec.key}`}
            spec={inUnitOf(spec, chosen?.spec)}
            written={written[spec.key]}
          />
        </div>
      ))}
      {canEdit && (
        <IconButton
          glyph={Trash2}
          size={14}
          name="Take it out of the sweep"
          side="left"
          onClick={() => asStep(session, () => session.edits.removeRow(id, ["sweep"], axis.key))}
        />
      )}
    </div>
  );
}

/** The ends of a range are read and typed as the field itself is. */
function inUnitOf(spec: FieldSpec, swept: FieldSpec | undefined): FieldSpec {
  if (swept === undefined || (spec.key !== "from" && spec.key !== "to")) return spec;
  const { type, unit, min, max, step } = swept;
  return { ...spec, type, unit, min, max, step };
}
