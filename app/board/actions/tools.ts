import { TOOLS } from "../tools/tools";
import type { Action } from "./action";

/** One action for each button of the tool bar. */
export const TOOL_ACTIONS: readonly Action[] = TOOLS.flat().map(
  ({ name, hint, glyph, edits, comments, act }) => ({
    id: `tool.${name.toLowerCase()}`,
    name,
    group: "Tools",
    keys: [hint],
    glyph,
    ...(edits ? { edits } : {}),
    ...(comments ? { comments } : {}),
    run: (desk) => {
      if (typeof act === "function") act(desk.whiteboard);
      else if ("menu" in act) desk.toolMenu.set(act.menu);
      else desk.dialog.set(act.dialog);
    },
  }),
);
