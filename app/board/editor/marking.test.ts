import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { mark } from "./marking";

/** The text after the command, with what is selected then in brackets. */
function marked(text: string, around: string): string {
  const [before = "", inner = "", after = ""] = text.split(/[[\]]/);
  let state = EditorState.create({
    doc: before + inner + after,
    selection: { anchor: before.length, head: before.length + inner.length },
  });
  mark(around)({ state, dispatch: (transaction) => (state = transaction.state) });
  const { from, to } = state.selection.main;
  return `${state.sliceDoc(0, from)}[${state.sliceDoc(from, to)}]${state.sliceDoc(to)}`;
}

test("what is selected gets marks and stays selected", () => {
  expect(marked("a [lazy] b", "**")).toBe("a **[lazy]** b");
});

test("the same key takes them away again", () => {
  expect(marked("a **[lazy]** b", "**")).toBe("a [lazy] b");
});

test("with nothing selected the caret stands between the marks", () => {
  expect(marked("a []", "`")).toBe("a `[]`");
});
