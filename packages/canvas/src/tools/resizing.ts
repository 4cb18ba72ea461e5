import { type Handle, handleCursor, resized } from "../arrange/resize";
import { guidesAt, snapLine } from "../arrange/snap";
import type { Board } from "../board/board";
import type { Pointer, State } from "../board/gesture";
import type { Box } from "../plane/geometry";
import type { SceneItem } from "../scene/item";

/** Drags one handle of an item. Its edges snap to those of the others unless Ctrl is held; Shift keeps its shape. */
export function resizing(board: Board, start: Pointer, item: SceneItem, handle: Handle): State {
  const from = board.toBoard(start.screen);
  const before = board.scene.boxOf(item.id) ?? item;
  const others = board.snapBoxes([item.id]);
  const least = item.resizing?.least ?? { w: 1, h: 1 };
  const self: State = {
    name: "resizing",
    cursor: handleCursor(handle),
    followsEdge: true,
    move: (pointer) => {
      const at = board.toBoard(pointer.screen);
      const by = { x: Math.round(at.x - from.x), y: Math.round(at.y - from.y) };
      const keepsShape = pointer.shift && item.resizing?.axes === "box";
      const free = resized(before, handle, by, { least, keepsShape });
      if (pointer.ctrl || keepsShape) {
        board.mark({ guides: [] });
        board.previewBox(item.id, free);
        return self;
      }
      const edge = edgesOf(free, handle);
      const reach = board.snapReach();
      const snapped = {
        x: edge.x === null ? 0 : snapLine("x", edge.x, others, reach) - edge.x,
        y: edge.y === null ? 0 : snapLine("y", edge.y, others, reach) - edge.y,
      };
      const box = resized(before, handle, { x: by.x + snapped.x, y: by.y + snapped.y }, { least });
      const held = edgesOf(box, handle);
      board.mark({
        guides: [
          ...(held.x === null ? [] : guidesAt("x", held.x, box, others)),
          ...(held.y === null ? [] : guidesAt("y", held.y, box, others)),
        ],
      });
      board.previewBox(item.id, box);
      return self;
    },
    up: () => {
      board.mark({ guides: [] });
      board.commitBox(item.id, before);
      return null;
    },
    cancel: () => {
      board.mark({ guides: [] });
      board.previewBox(item.id, before);
    },
  };
  return self;
}

const edgesOf = (box: Box, { x, y }: Handle): { x: number | null; y: number | null } => ({
  x: x === 0 ? null : x < 0 ? box.x : box.x + box.w,
  y: y === 0 ? null : y < 0 ? box.y : box.y + box.h,
});
