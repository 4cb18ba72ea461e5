import s from "./reply.module.css";
import type { ReplyPart } from "./use-reply";

/** What was said, each with whether it goes into the reply. */
export function Parts(props: {
  parts: readonly ReplyPart[];
  isIn: (part: string) => boolean;
  onChange: (part: string, isIn: boolean) => void;
}) {
  const { parts, isIn, onChange } = props;
  return (
    <fieldset className={s.parts}>
      <legend>What goes in</legend>
      {parts.length === 0 && (
        <p>Nothing is said about this mail yet. Go to the mail, select a passage and comment on it.</p>
      )}
      {parts.map(({ id, number, place, words, isResolved }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={isIn(id)}
            onChange={(event) => onChange(id, event.target.checked)}
          />
          <span>
            <span className={s.place}>
              {number !== null && <b className={s.pin}>{number}</b>} {place}
              {isResolved && ", resolved"}
            </span>
            <span className={s.words}>{words}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
