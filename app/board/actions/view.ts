import Scan from "lucide-react/icons/scan";
import ZoomIn from "lucide-react/icons/zoom-in";
import ZoomOut from "lucide-react/icons/zoom-out";
import type { Action } from "./action";

const STEP = 1.25;

export const VIEW_ACTIONS: readonly Action[] = [
  {
    id: "view.all",
    name: "Everything in view",
    group: "View",
    keys: ["Shift 1"],
    isHeardElsewhere: true,
    glyph: Scan,
    also: "fit zoom overview",
    run: ({ whiteboard }) => whiteboard.engine.fit(),
  },
  {
    id: "view.selection",
    name: "Selection in view",
    group: "View",
    keys: ["Shift 2"],
    isHeardElsewhere: true,
    glyph: Scan,
    also: "fit zoom",
    when: ({ whiteboard }) => whiteboard.selection.get().items.length > 0,
    run: ({ whiteboard }) => whiteboard.engine.fit(whiteboard.selection.get().items),
  },
  {
    id: "view.closer",
    name: "Closer",
    group: "View",
    keys: ["+"],
    isHeardElsewhere: true,
    glyph: ZoomIn,
    also: "zoom in",
    run: ({ whiteboard }) => whiteboard.engine.zoomBy(STEP),
  },
  {
    id: "view.farther",
    name: "Farther",
    group: "View",
    keys: ["-"],
    isHeardElsewhere: true,
    glyph: ZoomOut,
    also: "zoom out",
    run: ({ whiteboard }) => whiteboard.engine.zoomBy(1 / STEP),
  },
  {
    id: "view.true-size",
    name: "Zoom to 100 %",
    group: "View",
    also: "actual size reset",
    run: ({ whiteboard }) => whiteboard.engine.zoomTo(1),
  },
];
