import type { Colour, FieldValue } from "@carveout/model";
import { useId } from "react";
import { useWhiteboard } from "../canvas/context";
import { COLOUR_TOKENS } from "../drawn/looks";
import s from "./look.module.css";
import type { Look } from "./looks";

interface ChoiceProps {
  look: Look;
  onWrite: (value: FieldValue) => void;
}

/** A field as a row of choices, the one that counts marked; none is where the items differ. */
export function Choice({ look: { spec, value }, onWrite }: ChoiceProps) {
  const { container } = useWhiteboard();
  const name = useId();
  const options =
    spec.type === "bool"
      ? [
          { value: false, label: "Solid line" },
          { value: true, label: "Dashed line" },
        ]
      : (spec.options ?? []);
  return (
    <fieldset className={s.choice} onPointerUp={() => requestAnimationFrame(() => container.focus())}>
      <legend className="sr-only">{spec.label}</legend>
      {options.map((option) => (
        <label key={String(option.value)} className={s.option} title={option.label}>
          <input
            type="radio"
            className="sr-only"
            name={name}
            aria-label={option.label}
            checked={option.value === value}
            onChange={() => onWrite(option.value)}
          />
          <Swatch field={spec.key} value={option.value} />
        </label>
      ))}
    </fieldset>
  );
}

/** What a choice looks like, instead of its word. */
function Swatch({ field, value }: { field: string; value: FieldValue }) {
  switch (field) {
    case "colour":
      return <span className={s.colour} style={{ background: `var(--${COLOUR_TOKENS[value as Colour]})` }} />;
    case "fill":
      return <span className={s.fill} data-fill={value} />;
    case "stroke":
      return <span className={s.stroke} data-stroke={value} />;
    case "dashed":
      return <span className={s.dash} data-dashed={value} />;
    default:
      return (
        <span className={s.size} data-size={value}>
          A
        </span>
      );
  }
}
