import Download from "lucide-react/icons/download";
import type { Action } from "./action";

/** What is done with the board as a whole and with the people on it. */
export const TOGETHER_ACTIONS: readonly Action[] = [
  {
    id: "board.export",
    name: "Export",
    group: "Board",
    keys: ["Ctrl Shift E"],
    glyph: Download,
    also: "save download svg png pdf json picture file",
    run: ({ dialog }) => dialog.set({ name: "export" }),
  },
];
