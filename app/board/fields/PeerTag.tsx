import type { Person } from "../session";
import { markedName } from "../together/marked-name";
import s from "./fields.module.css";

/** Who is in this field: their name in their colour, on the box's upper edge. */
export function PeerTag({ person }: { person: Person }) {
  return (
    <span className={s.peer} style={{ background: `var(--p-${person.colour})` }}>
      {markedName(person)}
    </span>
  );
}
