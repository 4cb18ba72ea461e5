import type { Board } from "../board/board";
import { hasMoved, type Pointer, type State } from "../board/gesture";
import { panning } from "./panning";

/** Something is pressed that only a click counts for; a drag pans. */
export function clicking(board: Board, start: Pointer, act: () => void): State {
  const self: State = {
    name: "pressing",
    move: (pointer) => (hasMoved(start, pointer) ? panning(board, start) : self),
    up: () => {
      act();
      return null;
    },
  };
  return self;
}
