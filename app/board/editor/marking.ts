import { EditorSelection, type StateCommand } from "@codemirror/state";
import type { KeyBinding } from "@codemirror/view";

/** Puts marks around what is selected, or takes them away where they stand there. */
export function mark(around: string): StateCommand {
  return ({ state, dispatch }) => {
    const { length } = around;
    const change = state.changeByRange(({ from, to }) => {
      const isMarked =
        state.sliceDoc(from - length, from) === around && state.sliceDoc(to, to + length) === around;
      if (isMarked)
        return {
          changes: [
            { from: from - length, to: from },
            { from: to, to: to + length },
          ],
          range: EditorSelection.range(from - length, to - length),
        };
      return {
        changes: [
          { from, insert: around },
          { from: to, insert: around },
        ],
        range: EditorSelection.range(from + length, to + length),
      };
    });
    dispatch(state.update(change, { userEvent: "input" }));
    return true;
  };
}

export const marking: readonly KeyBinding[] = [
  { key: "Mod-b", run: mark("**") },
  { key: "Mod-i", run: mark("*") },
  { key: "Mod-e", run: mark("`") },
];
