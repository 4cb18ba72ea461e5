import { EditorView } from "@codemirror/view";

/** The editor looks like the text it stands for; the others' names stand above their carets for as long as they write. */
export const theme = EditorView.theme({
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "inherit", lineHeight: "inherit", overflow: "visible" },
  ".cm-content": { padding: "0", minHeight: "1.4em", caretColor: "currentColor", textAlign: "inherit" },
  ".cm-line": { padding: "0" },
  ".cm-remark": {
    background: "var(--note)",
    color: "var(--note-ink)",
    borderBottom: "2px solid currentColor",
  },
  ".cm-ySelectionCaret": { borderWidth: "0 1px" },
  ".cm-ySelectionInfo": {
    opacity: "1",
    top: "-1.35em",
    padding: "0 4px",
    borderRadius: "3px",
    color: "var(--p-ink)",
    font: "500 10px / 14px var(--sans)",
  },
});
