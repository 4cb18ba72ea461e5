import Download from "lucide-react/icons/download";
import Frame from "lucide-react/icons/frame";
import Presentation from "lucide-react/icons/presentation";
import Timer from "lucide-react/icons/timer";
import { openPanel } from "../open-panel";
import { framesOf, startSlides } from "../stage/slides";
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
  {
    id: "stage.spotlight",
    name: "Bring everyone to me",
    group: "Board",
    edits: true,
    glyph: Presentation,
    also: "spotlight present follow",
    when: ({ session }) => session.presence.people.get().length > 1,
    run: ({ session }) => void session.commands.send("spotlight.start", {}),
  },
  {
    id: "stage.frames",
    name: "Show the frames one after the other",
    group: "Board",
    glyph: Frame,
    also: "present slides presentation",
    when: ({ whiteboard }) => framesOf(whiteboard).length > 0,
    run: ({ whiteboard }) => startSlides(whiteboard),
  },
  {
    id: "stage.panel",
    name: "Timer and agenda",
    group: "Board",
    glyph: Timer,
    also: "session clock meeting",
    run: () => openPanel("stage"),
  },
];
