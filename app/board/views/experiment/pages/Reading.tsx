import { useSignal } from "../../../session";
import { cellText, pfnText, scaleSentence } from "./cell-words";
import s from "./pages.module.css";
import type { PagesModel } from "./pages-model";
import type { Picture } from "./picture";
import { useShownPicture } from "./use-shown-picture";

/** What a cell and a row stand for. */
export function Scale({ model, pageSizeBytes }: { model: PagesModel; pageSizeBytes: number }) {
  const viewport = useSignal(model.viewport);
  return (
    <p className={s.scale}>
      {viewport === null
        ? "The machine is on its way."
        : scaleSentence(viewport, model.spaces?.pageSizeBytes ?? pageSizeBytes)}
    </p>
  );
}

/** The cell under the pointer or the keys, for every picture. */
export function Reading(props: {
  model: PagesModel;
  pictures: readonly Picture[];
  letters: readonly string[];
}) {
  const { model, pictures, letters } = props;
  const cursor = useSignal(model.cursor);
  const viewport = useSignal(model.viewport);
  // The moment plays on under a cell that stays.
  const shown = useShownPicture(pictures[0]);
  if (cursor < 0 || viewport === null || shown === null)
    return (
      <p className={s.reading}>
        <span className="pointer-coarse:hidden">
          Point at a cell, or step with the arrow keys; Ctrl with them goes to the next other state. The wheel
          goes nearer.
        </span>
        <span className="not-pointer-coarse:hidden">
          Press a cell for its page. Two fingers go nearer, one goes along.
        </span>
      </p>
    );
  const texts = pictures.map((picture) => cellText(picture.part, shown.spaces, cursor));
  const [one, two] = texts;
  return (
    <p className={s.reading} aria-live="polite">
      <b>{pfnText(shown.spaces, cursor, viewport.cellPages)}</b>,{" "}
      {two === undefined || one === two ? one : `${letters[0]} ${one}; ${letters[1]} ${two}`}
    </p>
  );
}
