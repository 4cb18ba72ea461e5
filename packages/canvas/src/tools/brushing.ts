import type { Board } from "../board/board";
import type { Pointer, State } from "../board/gesture";
import { spanned } from "../plane/geometry";

/** Selects what a rectangle touches; with Shift in addition to what was selected. */
export function brushing(board: Board, start: Pointer): State {
  const from = board.toBoard(start.screen);
  const before = board.selection.current;
  const kept = start.shift ? before : { items: [], wires: [] };
  const self: State = {
    name: "brushing",
    cursor: "crosshair",
    followsEdge: true,
    move: (pointer) => {
      const brush = spanned(from, board.toBoard(pointer.screen));
      board.mark({ brush });
      board.select([...kept.items, ...board.brushed(brush)], kept.wires);
      return self;
    },
    up: () => {
      board.mark({ brush: null });
      return null;
    },
    cancel: () => {
      board.mark({ brush: null });
      board.select(before.items, before.wires);
    },
  };
  return self;
}
