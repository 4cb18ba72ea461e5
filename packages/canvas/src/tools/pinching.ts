import type { Board } from "../board/board";
import type { Pointer, State } from "../board/gesture";
import { distance, type Point } from "../plane/geometry";
import { panning } from "./panning";

/** Two fingers: the board points under them stay under them. */
export function pinching(board: Board, first: Pointer, second: Pointer): State {
  const fingers = new Map([first, second].map((pointer) => [pointer.id, pointer]));
  const measure = (): { middle: Point; spread: number } => {
    const [a = first, b = second] = fingers.values();
    return {
      middle: { x: (a.screen.x + b.screen.x) / 2, y: (a.screen.y + b.screen.y) / 2 },
      spread: Math.max(1, distance(a.screen, b.screen)),
    };
  };
  const self: State = {
    name: "pinching",
    move: (pointer) => {
      if (!fingers.has(pointer.id)) return self;
      const before = measure();
      fingers.set(pointer.id, pointer);
      const now = measure();
      board.pan(before.middle.x - now.middle.x, before.middle.y - now.middle.y);
      board.zoomAbout(now.middle, board.camera.zoom * (now.spread / before.spread));
      return self;
    },
    up: (pointer) => {
      fingers.delete(pointer.id);
      const [left] = fingers.values();
      return left ? panning(board, left) : null;
    },
  };
  return self;
}
