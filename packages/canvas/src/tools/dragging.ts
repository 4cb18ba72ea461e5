import { snapMove } from "../arrange/snap";
import type { Board } from "../board/board";
import type { Pointer, State } from "../board/gesture";
import { union } from "../plane/geometry";

/** Moves the selected items. They snap to the others in view unless Ctrl is held; with Shift along one axis only. */
export function dragging(board: Board, start: Pointer): State {
  const ids = board.movable();
  const from = board.toBoard(start.screen);
  const around = union(ids.flatMap((id) => board.scene.restingBoxOf(id) ?? []));
  let seen = board.camera;
  let others = board.snapBoxes(ids);
  const self: State = {
    name: "dragging",
    cursor: ids.length > 0 ? "grabbing" : "not-allowed",
    followsEdge: ids.length > 0,
    move: (pointer) => {
      if (ids.length === 0) return self;
      const at = board.toBoard(pointer.screen);
      const [dx, dy] = [Math.round(at.x - from.x), Math.round(at.y - from.y)];
      const isWide = Math.abs(dx) >= Math.abs(dy);
      const by = { x: pointer.shift && !isWide ? 0 : dx, y: pointer.shift && isWide ? 0 : dy };
      if (pointer.ctrl || around === null) {
        board.mark({ guides: [] });
        board.dragTo(ids, by.x, by.y);
        return self;
      }
      if (seen !== board.camera) [seen, others] = [board.camera, board.snapBoxes(ids)];
      const moved = { ...around, x: around.x + by.x, y: around.y + by.y };
      const axes = pointer.shift ? ([isWide ? "x" : "y"] as const) : undefined;
      const snap = snapMove(moved, others, board.snapReach(), axes);
      board.mark({ guides: snap.guides });
      board.dragTo(ids, by.x + snap.dx, by.y + snap.dy);
      return self;
    },
    up: () => {
      board.mark({ guides: [] });
      board.commitDrag();
      return null;
    },
    cancel: () => {
      board.mark({ guides: [] });
      board.cancelDrag();
    },
  };
  return self;
}
