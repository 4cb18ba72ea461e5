import HistoryIcon from "lucide-react/icons/history";
import { togglePanel } from "../open-panel";
import type { Action } from "./action";

export const HISTORY_ACTIONS: readonly Action[] = [
  {
    id: "board.history",
    name: "History",
    group: "Board",
    keys: ["Shift H"],
    glyph: HistoryIcon,
    also: "timeline versions moments who changed restore",
    run: () => togglePanel("history"),
  },
];
