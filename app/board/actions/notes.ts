import type { KeyNote } from "./action";

/** What the canvas, the fields and the pointer hear by themselves. */
export const KEY_NOTES: readonly KeyNote[] = [
  { group: "Items", keys: "Ctrl X", name: "Cut" },
  { group: "Items", keys: "Ctrl V", name: "Paste: items of any board, text as a note" },
  { group: "Items", keys: "Escape", name: "Out one level" },
  { group: "Items", keys: "Tab", name: "Next item or field" },
  { group: "Items", keys: "Ctrl arrow", name: "Nearest item" },
  { group: "Items", keys: "Arrows", name: "Move by 20 px" },
  { group: "Items", keys: "Shift arrow", name: "Move by 1 px" },
  { group: "Items", keys: "Alt arrow", name: "Resize by 20 px, with Shift by 1 px" },
  { group: "Items", keys: "Shift click", name: "Add to the selection, or take away" },
  { group: "Items", keys: "Ctrl click", name: "One item of a group" },
  { group: "Items", keys: "Ctrl drag", name: "Move or resize without snapping" },
  { group: "Items", keys: "L Enter", name: "Wire the selected item, the other end by name" },
  { group: "View", keys: "Space", name: "Hold and drag to pan" },
  { group: "View", keys: "Ctrl wheel", name: "Zoom at the pointer" },
  { group: "View", keys: "Alt 1 to 9", name: "Follow a person, or stop" },
  { group: "Experiment view", keys: "← →", name: "Time cursor to the event before or after" },
  { group: "Experiment view", keys: "Shift ← →", name: "Time cursor by 100 ms" },
  { group: "Experiment view", keys: "T", name: "Table behind a picture, or behind all" },
  { group: "Fields", keys: "↑ ↓", name: "Step by the natural unit" },
  { group: "Fields", keys: "Shift ↑ ↓", name: "Step by ten" },
  { group: "Fields", keys: "Enter", name: "Take over what is typed" },
  { group: "Fields", keys: "Escape", name: "Back to the value before" },
];
