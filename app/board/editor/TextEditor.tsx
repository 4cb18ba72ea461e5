import type { ItemId } from "@carveout/model";
import { defaultKeymap } from "@codemirror/commands";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { yCollab, ySyncAnnotation, ySyncFacet } from "y-codemirror.next";
import { pageNonce } from "../../ui/page-nonce";
import { type BoardSession, placeKey, useSession } from "../session";
import { Carets } from "./carets";
import { marking } from "./marking";
import { remarks } from "./remarks";
import { theme } from "./theme";

export interface TextEditorProps {
  id: ItemId;
  /** For assistive technology. */
  label: string;
  /** Characters. */
  maxLength: number;
  /** Marks of Markdown by key. */
  isMarkdown?: boolean;
  onDone?: () => void;
}

/** An item's shared text while somebody writes in it: every character goes out by itself, and the others' carets stand in it. */
export default function TextEditor({ id, label, maxLength, isMarkdown = false, onDone }: TextEditorProps) {
  const session = useSession();
  const host = useRef<HTMLDivElement>(null);
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    const text = session.edits.text(id);
    if (host.current === null || text === undefined) return;
    const carets = new Carets(session, id, text);
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text.toString(),
        selection: { anchor: text.length },
        extensions: [
          yCollab(text, carets, { undoManager: false }),
          limit(maxLength),
          remarks(session, id, text),
          keys(session, () => done.current?.(), isMarkdown),
          presence(session, id, () => done.current?.()),
          EditorView.lineWrapping,
          EditorView.cspNonce.of(pageNonce()),
          theme,
          EditorView.contentAttributes.of({ "aria-label": label, "data-place": placeKey(id, "text") }),
        ],
      }),
    });
    // What is written here is undone with the board's other edits.
    const stop = session.history.follow(view.state.facet(ySyncFacet));
    session.history.endStep();
    view.focus();
    return () => {
      session.history.endStep();
      stop();
      carets.leave();
      view.destroy();
    };
  }, [session, id, label, maxLength, isMarkdown]);
  return <div ref={host} className="min-w-0" />;
}

/** Stops where the gate would take everything back. What others write comes in whatever its length. */
function limit(maxLength: number): Extension {
  return EditorState.changeFilter.of(
    (change) =>
      change.newDoc.length <= Math.max(maxLength, change.startState.doc.length) ||
      change.annotation(ySyncAnnotation) !== undefined,
  );
}

function keys(session: BoardSession, done: () => void, isMarkdown: boolean): Extension {
  const undo = () => {
    session.undo();
    return true;
  };
  const redo = () => {
    session.redo();
    return true;
  };
  const leave = (view: EditorView) => {
    view.contentDOM.blur();
    done();
    return true;
  };
  return [
    keymap.of([
      { key: "Mod-z", run: undo },
      { key: "Mod-Shift-z", run: redo },
      { key: "Mod-y", run: redo },
      { key: "Escape", run: leave },
      { key: "Mod-Enter", run: leave },
      ...(isMarkdown ? marking : []),
      ...defaultKeymap,
    ]),
    // The board's own keys are not for who writes here.
    EditorView.domEventHandlers({ keydown: (event) => event.stopPropagation() }),
  ];
}

/** Tells the others which text this person is in. */
function presence(session: BoardSession, id: ItemId, done: () => void): Extension {
  return EditorView.domEventHandlers({
    focus: () => session.setField({ item: id, field: "text" }),
    blur: () => {
      session.setField(null);
      done();
    },
  });
}
