import { Button } from "../../ui/Button";
import { closeView } from "./view";
import s from "./views.module.css";

/** A link outlives what it leads to. */
export function ItemGone({ kind }: { kind: string }) {
  return (
    <div className={s.gone}>
      <p>
        <b>This {kind} is not on the board any more.</b> Somebody has deleted it since the link was made; undo
        brings it back for whoever did.
      </p>
      <Button onClick={closeView} hint="Escape">
        Back to the board
      </Button>
    </div>
  );
}
