import type { Board } from "../board";
import type { Pointer, State } from "./state";

/** Moves the selected items. With Shift along one axis only. */
export function dragging(board: Board, start: Pointer): State {
  const ids = board.movable();
  const from = board.toBoard(start.screen);
  const self: State = {
    name: "dragging",
    cursor: ids.length > 0 ? "grabbing" : "not-allowed",
    followsEdge: ids.length > 0,
    move: (pointer) => {
      if (ids.length === 0) return self;
      const at = board.toBoard(pointer.screen);
      const [dx, dy] = [Math.round(at.x - from.x), Math.round(at.y - from.y)];
      const isWide = Math.abs(dx) >= Math.abs(dy);
      board.dragTo(ids, pointer.shift && !isWide ? 0 : dx, pointer.shift && isWide ? 0 : dy);
      return self;
    },
    up: () => {
      board.commitDrag();
      return null;
    },
    cancel: () => board.cancelDrag(),
  };
  return self;
}
