import HistoryIcon from "lucide-react/icons/history";
import MessagesSquare from "lucide-react/icons/messages-square";
import Presentation from "lucide-react/icons/presentation";
import type { ComponentType, LazyExoticComponent } from "react";
import type { Glyph } from "../../ui/Icon";
import { late } from "../../ui/late";
import type { PanelName } from "../open-panel";

export interface Panel {
  title: string;
  glyph: Glyph;
  /** The key that opens and closes it. */
  hint?: string;
  /** What is in it, below the title. */
  Body: LazyExoticComponent<ComponentType>;
  /** A number beside its button, nothing where there is none to tell. */
  Count?: LazyExoticComponent<ComponentType>;
}

/** In the order of their buttons. */
export const PANELS: Readonly<Record<PanelName, Panel>> = {
  history: {
    title: "History",
    glyph: HistoryIcon,
    hint: "Shift H",
    Body: late(() => import("../history/HistoryPanel")),
  },
  threads: {
    title: "Threads",
    glyph: MessagesSquare,
    hint: "Ctrl Alt T",
    Body: late(() => import("../threads/ThreadsPanel")),
    Count: late(() => import("../threads/UnreadCount")),
  },
  stage: {
    title: "Session",
    glyph: Presentation,
    Body: late(() => import("../stage/StagePanel")),
  },
};
