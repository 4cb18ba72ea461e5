import { type ItemId, MAX_NOTE_LENGTH, type NoteJson } from "@carveout/model";
import { type ChangeEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { placeKey, useCanEdit, useFieldPeer, useSession, useSignal } from "../../session";
import { CardMenu } from "../CardMenu";
import { itemName } from "../item-name";
import { closePart, opened, openPart } from "../opened";
import s from "./note.module.css";
import { caretAfter, rebase, textDiff } from "./text-diff";

export function NoteCard({ id, item }: { id: ItemId; item: NoteJson }) {
  const canEdit = useCanEdit();
  const open = useSignal(opened);
  const peer = useFieldPeer(id, "text");
  const isEditing = canEdit && open?.item === id && open.part === "text";
  return (
    <article className={s.note} aria-label="Note">
      {peer !== undefined && (
        <span className={s.peer} style={{ background: `var(--p-${peer.colour})` }}>
          {peer.name}
        </span>
      )}
      <span className={s.menu}>
        <CardMenu id={id} item={item} name={itemName(item)} />
      </span>
      {isEditing ? (
        <NoteText id={id} text={item.text} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: a button would swallow the drag; the menu holds "Edit text" too
        <div
          className={s.text}
          data-place={placeKey(id, "text")}
          tabIndex={canEdit ? 0 : undefined}
          onDoubleClick={() => openPart(id, "text")}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            event.stopPropagation();
            openPart(id, "text");
          }}
        >
          {item.text || (
            <span className={s.empty}>{canEdit ? "Empty note. Double click to write." : "Empty note."}</span>
          )}
        </div>
      )}
    </article>
  );
}

/** The text while it is edited: each change goes out as the one replacement that it is, and the caret stays with its words. */
function NoteText({ id, text }: { id: ItemId; text: string }) {
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
