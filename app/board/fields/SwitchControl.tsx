import { boxState } from "./box-state";
import type { ControlProps } from "./control";
import s from "./fields.module.css";

/** Yes or no, in words. */
export function SwitchControl({ handle, value, isDefault }: ControlProps) {
  return (
    <span className={s.box} {...boxState(handle, isDefault)}>
      <button
        type="button"
        role="switch"
        id={handle.inputId}
        data-place={handle.place}
        className={s.switch}
        aria-checked={value === true}
        aria-describedby={handle.notesId}
        disabled={!handle.canEdit}
        onFocus={handle.hold}
        onBlur={handle.release}
        onClick={() => handle.write(value !== true)}
      >
        <span className={s.knob} aria-hidden />
        {value === true ? "yes" : "no"}
      </button>
      {isDefault && <span className={s.unit}>default</span>}
    </span>
  );
}
