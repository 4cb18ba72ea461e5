import { caretAfter, type ItemId, MAX_NOTE_LENGTH, rebase, textDiff } from "@carveout/model";
import { type ChangeEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { placeKey, useSession } from "../../session";
import { closePart } from "../opened";
import s from "./note.module.css";

/** The text while it is edited: each change goes out as the one replacement that it is, and the caret stays with its words. */
export function NoteText({ id, text }: { id: ItemId; text: string }) {
  const session = useSession();
  const area = useRef<HTMLTextAreaElement>(null);
  /** What is typed in an unfinished composition: other people's changes wait until it is done. */
  const [composed, setComposed] = useState<string | null>(null);
  /** What the box shows without what is being typed. */
  const base = useRef(text);

  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(base.current.length, base.current.length);
  }, []);

  // React puts the caret at the end when somebody else's change gives the box a new value.
  const selection = useRef<[number, number]>([text.length, text.length]);
  useLayoutEffect(() => {
    if (composed !== null) return;
    const change = textDiff(base.current, text);
    base.current = text;
    if (change === null || area.current === null) return;
    const [start, end] = selection.current;
    selection.current = [caretAfter(change, start), caretAfter(change, end)];
    area.current.setSelectionRange(...selection.current);
  }, [text, composed]);

  const write = (next: string) => {
    const shared = session.edits.text(id);
    if (shared === undefined) return;
    const typed = textDiff(base.current, next);
    if (typed === null) return;
    const others = textDiff(base.current, shared.toString());
    const change = others === null ? typed : rebase(typed, others);
    base.current = next;
    session.edits.together(() => {
      shared.delete(change.index, change.remove);
      shared.insert(change.index, change.insert);
    });
  };
  const onChange = (event: ChangeEvent<HTMLTextAreaElement>) => {
    selection.current = [event.target.selectionStart, event.target.selectionEnd];
    if (composed === null) write(event.target.value);
    else setComposed(event.target.value);
  };
  return (
    <textarea
      ref={area}
      className={s.area}
      aria-label="Note"
      data-place={placeKey(id, "text")}
      value={composed ?? text}
      maxLength={MAX_NOTE_LENGTH}
      onChange={onChange}
      onSelect={(event) => {
        selection.current = [event.currentTarget.selectionStart, event.currentTarget.selectionEnd];
      }}
      onCompositionStart={() => setComposed(text)}
      onCompositionEnd={(event) => {
        setComposed(null);
        write(event.currentTarget.value);
      }}
      onFocus={() => session.setField({ item: id, field: "text" })}
      onBlur={() => {
        session.setField(null);
        closePart();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
