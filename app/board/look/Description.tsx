import type { FieldValue, ItemId } from "@carveout/model";
import { useId } from "react";
import { placeKey, useSession } from "../session";
import s from "./look.module.css";
import type { Look } from "./looks";

interface DescriptionProps {
  id: ItemId;
  look: Look;
  onWrite: (value: FieldValue) => void;
}

/** What a picture shows, for those who can't see it. */
export function Description({ id, look: { spec, value }, onWrite }: DescriptionProps) {
  const session = useSession();
  const inputId = useId();
  const written = String(value ?? "");
  return (
    <span className={s.name}>
      <label htmlFor={inputId}>{spec.label}</label>
      <input
        key={written}
        id={inputId}
        className={s.input}
        data-place={placeKey(id, spec.key)}
        defaultValue={written}
        maxLength={spec.maxLength}
        placeholder="What does it show?"
        onFocus={() => session.setField({ item: id, field: spec.key })}
        onBlur={(event) => {
          session.setField(null);
          const next = event.target.value.trim();
          if (next !== written) onWrite(next);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key !== "Enter" && event.key !== "Escape") return;
          // The key has done its work: without the focus here it would be the board's.
          event.preventDefault();
          if (event.key === "Escape") event.currentTarget.value = written;
          event.currentTarget.blur();
        }}
      />
    </span>
  );
}
