import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import c from "../../ui/choice.module.css";
import { boxState } from "./box-state";
import type { ControlProps } from "./control";
import s from "./fields.module.css";

/** One of a few: the platform's own list, in the look of a box. */
export function ChoiceControl({ handle, spec, value, isDefault }: ControlProps) {
  const options = spec.options ?? [];
  const chosen = options.find((option) => option.value === value);
  return (
    <span className={`${s.box} ${c.choice}`} {...boxState(handle, isDefault)}>
      <span className={`${c.chosen} ${s.chosen}`} aria-hidden>
        {chosen?.label ?? String(value)}
      </span>
      <select
        id={handle.inputId}
        data-place={handle.place}
        className={s.select}
        value={String(value)}
        disabled={!handle.canEdit}
        aria-invalid={handle.severity === "error" || undefined}
        aria-describedby={handle.notesId}
        onFocus={handle.hold}
        onBlur={handle.release}
        onChange={(event) => handle.write(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {isDefault && <span className={s.unit}>default</span>}
      <ChevronsUpDown className={s.boxIcon} aria-hidden />
    </span>
  );
}
