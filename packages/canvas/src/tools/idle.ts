import type { Board } from "../board";
import type { Target } from "../types";
import { panning } from "./panning";
import { placing, showGhost } from "./placing";
import { pressing } from "./pressing";
import type { Pointer, State } from "./state";
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
      return idle(board);
    },
    down: (pointer) => begin(board, pointer),
  };
  return self;
}

function cursorOf({ tool, hover, mode }: Board): string {
  if (tool.name === "hand") return "grab";
  if (mode === "read") return "default";
  return tool.name !== "select" || hover.kind === "port" ? "crosshair" : "default";
}

function begin(board: Board, pointer: Pointer): State {
  const { tool, mode } = board;
  if (pointer.button === 1 || tool.name === "hand") return panning(board, pointer);
  if (pointer.button !== 0) return idle(board);
  const target = board.hit(board.toBoard(pointer.screen), pointer.isTouch);
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
        : pressing(board, pointer, target);
  }
}

function connect(board: Board, pointer: Pointer, target: Target): State {
  if (target.kind === "port") return wiring(board, pointer, { item: target.item, port: target.port });
  const started = target.kind === "item" ? wiringFromItem(board, pointer, target.id) : null;
  return started ?? pressing(board, pointer, target);
}
