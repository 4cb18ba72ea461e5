import type { ItemId } from "@carveout/model";
import { type Extension, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, ViewPlugin } from "@codemirror/view";
import type * as Y from "yjs";
import type { BoardSession } from "../session";
import { discussionOf } from "../threads/discussion";
import { startThread } from "../threads/open";
import { rangeOf, textAnchor } from "../threads/text-ranges";

/** Longest part of a range that a thread's label quotes, characters. */
const MAX_QUOTE = 120;

/** Ranges of the text that threads are about are marked, and a key begins a thread on what is selected. */
export function remarks(session: BoardSession, id: ItemId, text: Y.Text): Extension {
  return [
    marked,
    ViewPlugin.define((view) => {
      const show = () => view.dispatch({ effects: ranges.of(rangesOf(session, id, text)) });
      // An editor can't be changed while it is being made.
      const first = setTimeout(show);
      const stop = discussionOf(session).threads.subscribe(show);
      return {
        destroy() {
          clearTimeout(first);
          stop();
        },
      };
    }),
    keymap.of([{ key: "Mod-Alt-m", run: (view) => comment(session, id, text, view) }]),
  ];
}

type Range = { from: number; to: number };

const ranges = StateEffect.define<readonly Range[]>();
const mark = Decoration.mark({ class: "cm-remark" });

/** Between two looks at the threads the marks go along with the text. */
const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects }) {
    for (const effect of effects) if (effect.is(ranges)) return decorated(effect.value);
    return marks.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorated(all: readonly Range[]): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of [...all].sort((a, b) => a.from - b.from || a.to - b.to))
    builder.add(from, to, mark);
  return builder.finish();
}

function rangesOf(session: BoardSession, id: ItemId, text: Y.Text): Range[] {
  return [...discussionOf(session).threads.get().values()].flatMap(({ anchor, resolved }) => {
    if (anchor.at !== "text" || anchor.item !== id || resolved !== undefined) return [];
    return rangeOf(anchor, text, session.doc) ?? [];
  });
}

function comment(session: BoardSession, id: ItemId, text: Y.Text, view: EditorView): boolean {
  const { from, to } = view.state.selection.main;
  if (from === to) startThread(session, { at: "field", item: id, field: "text" });
  else
    startThread(session, textAnchor(id, text, from, to), {
      quote: view.state.sliceDoc(from, Math.min(to, from + MAX_QUOTE)),
    });
  return true;
}
