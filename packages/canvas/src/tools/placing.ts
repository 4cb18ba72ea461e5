import type { Board } from "../board";
import type { Box, Point, Tool } from "../types";
import { hasMoved, type Pointer, type State } from "./state";

/** Width of a note in the design language. */
const NOTE = { kind: "note", w: 196, h: 92 };

function wanted(tool: Tool): { kind: string; w: number; h: number } | null {
  if (tool.name === "note") return NOTE;
  return tool.name === "place" ? tool : null;
}

/** The new item would lie with its middle under the pointer, on whole pixels. */
const boxAt = ({ w, h }: { w: number; h: number }, at: Point): Box => ({
  x: Math.round(at.x - w / 2),
  y: Math.round(at.y - h / 2),
  w,
  h,
});

export function showGhost(board: Board, at: Point): void {
  const item = board.mode === "edit" ? wanted(board.tool) : null;
  if (item) board.mark({ ghost: boxAt(item, at) });
}

/** Pressed with a placing tool: the release asks the app for the item, a drag may still move it. */
export function placing(board: Board, start: Pointer): State {
  const item = wanted(board.tool);
  let isDragged = false;
  const self: State = {
    name: "placing",
    cursor: "crosshair",
    move: (pointer) => {
      isDragged ||= hasMoved(start, pointer);
      showGhost(board, board.toBoard(pointer.screen));
      return self;
    },
    up: (pointer) => {
      const at = board.toBoard((isDragged ? pointer : start).screen);
      board.setTool({ name: "select" });
      if (item) board.events.onPlace?.(item.kind, boxAt(item, at));
      return null;
    },
    cancel: () => board.mark({ ghost: null }),
  };
  return self;
}
