import type { Board } from "../board/board";
import type { Pointer, State } from "../board/gesture";

/** The board follows the pointer. */
export function panning(board: Board, start: Pointer): State {
  let last = start.screen;
  const self: State = {
    name: "panning",
    cursor: "grabbing",
    move: ({ id, screen }) => {
      if (id !== start.id) return self;
      board.pan(last.x - screen.x, last.y - screen.y);
      last = screen;
      return self;
    },
    up: () => null,
  };
  return self;
}
