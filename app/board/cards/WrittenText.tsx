import type { ItemId } from "@carveout/model";
import { Suspense } from "react";
import { late } from "../../ui/late";
import { Markdown } from "../../ui/Markdown";
import { placeKey, useCanEdit, useFieldPeer, useSignal } from "../session";
import { closePart, opened, openPart } from "./opened";
import s from "./written-text.module.css";

const TextEditor = late(() => import("../editor/TextEditor"));

export interface WrittenTextProps {
  id: ItemId;
  text: string;
  label: string;
  /** Characters. */
  maxLength: number;
}

/** An item's Markdown: read as what it says, and as what was typed while somebody writes in it. */
export function WrittenText({ id, text, label, maxLength }: WrittenTextProps) {
  const canEdit = useCanEdit();
  const open = useSignal(opened);
  const peer = useFieldPeer(id, "text");
  const isWriting = canEdit && open?.item === id && open.part === "text";
  const read = <ReadText id={id} text={text} label={label} canEdit={canEdit} />;
  return (
    <>
      {peer !== undefined && !isWriting && (
        <span className={s.peer} style={{ background: `var(--p-${peer.colour})` }}>
          {peer.name}
        </span>
      )}
      {isWriting ? (
        <Suspense fallback={read}>
          <TextEditor id={id} label={label} maxLength={maxLength} isMarkdown onDone={closePart} />
        </Suspense>
      ) : (
        read
      )}
    </>
  );
}

function ReadText({ id, text, label, canEdit }: Omit<WrittenTextProps, "maxLength"> & { canEdit: boolean }) {
  const kind = label.toLowerCase();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a button would swallow the drag; the menu holds "Edit text" too
    <div
      className={s.read}
      data-place={placeKey(id, "text")}
      tabIndex={canEdit ? 0 : undefined}
      onDoubleClick={() => openPart(id, "text")}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.target !== event.currentTarget) return;
        event.preventDefault();
        event.stopPropagation();
        openPart(id, "text");
      }}
    >
      {text.trim() === "" ? (
        <span className={s.empty}>
          {canEdit ? `Empty ${kind}. Double click to write.` : `Empty ${kind}.`}
        </span>
      ) : (
        <Markdown text={text} />
      )}
    </div>
  );
}
