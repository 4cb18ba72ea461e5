import { handleCursor } from "../arrange/resize";
import type { Board } from "../board/board";
import type { Pointer, State } from "../board/gesture";
import type { Target } from "../scene/hit";
import { clicking } from "./clicking";
import { panning } from "./panning";
import { placing, showGhost } from "./placing";
import { pressing } from "./pressing";
import { resizing } from "./resizing";
import { wiring, wiringFromItem } from "./wiring";

/** Nothing is pressed: shows what is under the pointer and decides what a press begins. */
export function idle(board: Board): State {
  const self: State = {
    name: "idle",
    cursor: cursorOf(board),
    move: (pointer) => {
      if (pointer.isTouch) return self;
      const at = board.toBoard(pointer.screen);
      showGhost(board, at);
      board.setHover(board.hit(at));
      const handle = board.handleAt(at);
      return { ...idle(board), ...(handle ? { cursor: handleCursor(handle) } : {}) };
    },
    down: (pointer) => begin(board, pointer),
  };
  return self;
}

function cursorOf({ tool, hover, mode }: Board): string {
  if (hover.kind === "pin") return "pointer";
  if (tool.name === "hand") return "grab";
  if (tool.name === "comment") return "crosshair";
  if (mode === "read") return "default";
  return tool.name !== "select" || hover.kind === "port" ? "crosshair" : "default";
}

function begin(board: Board, pointer: Pointer): State {
  const { tool, mode } = board;
  if (pointer.button === 1 || tool.name === "hand") return panning(board, pointer);
  if (pointer.button !== 0) return idle(board);
  const target = board.hit(board.toBoard(pointer.screen), pointer.isTouch);
  if (target.kind === "pin") return clicking(board, pointer, () => board.events.onPin?.(target.id));
  if (tool.name === "comment")
    return clicking(board, pointer, () => {
      board.setTool({ name: "select" });
      board.events.onComment?.(target, board.toBoard(pointer.screen));
    });
  if (mode === "read") return pressing(board, pointer, target);
  switch (tool.name) {
    case "note":
    case "place":
      return placing(board, pointer);
    case "own":
      return tool.begin(board, pointer);
    case "connector":
      return connect(board, pointer, target);
    case "select":
      return target.kind === "port"
        ? wiring(board, pointer, { item: target.item, port: target.port })
        : (resize(board, pointer) ?? pressing(board, pointer, target));
  }
}

function resize(board: Board, pointer: Pointer): State | null {
  const handle = board.handleAt(board.toBoard(pointer.screen), pointer.isTouch);
  const item = board.resizable();
  return handle && item ? resizing(board, pointer, item, handle) : null;
}

function connect(board: Board, pointer: Pointer, target: Target): State {
  if (target.kind === "port") return wiring(board, pointer, { item: target.item, port: target.port });
  const started = target.kind === "item" ? wiringFromItem(board, pointer, target.id) : null;
  return started ?? pressing(board, pointer, target);
}
