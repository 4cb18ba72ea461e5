import type { Board } from "../board/board";
import { hasMoved, type Pointer, type State } from "../board/gesture";
import type { Target } from "../scene/hit";
import { brushing } from "./brushing";
import { dragging } from "./dragging";
import { panning } from "./panning";

/** Two clicks within this on the same item open it. */
const DOUBLE_CLICK_MS = 400;

const lastClicks = new WeakMap<Board, { id: string; pointer: Pointer }>();

/** Something is pressed and the pointer has not moved yet: a click or the start of a drag. */
export function pressing(board: Board, start: Pointer, target: Target): State {
  const isSelected =
    (target.kind === "item" && board.selection.hasItem(target.id)) ||
    (target.kind === "wire" && board.selection.hasWire(target.id));
  // What is pressed is selected at once, so that a drag takes it along. Fingers wait: theirs may become a pan.
  if (!start.isTouch && !isSelected) choose(board, target, start);
  const self: State = {
    name: "pressing",
    move: (pointer) => {
      if (!hasMoved(start, pointer)) return self;
      const next = begin(board, start, target);
      return next?.move ? next.move(pointer) : next;
    },
    up: (pointer) => {
      if (start.isTouch || isSelected) choose(board, target, start);
      else if (target.kind === "board" && !start.shift) board.select([]);
      openOnSecond(board, pointer, target);
      return null;
    },
  };
  return self;
}

/** An item with its group; with Ctrl the item alone, with Shift in addition. */
function choose(board: Board, target: Target, { shift: isAdditive, ctrl }: Pointer): void {
  if (target.kind === "item") {
    const ids = ctrl ? [target.id] : board.scene.groupOf(target.id);
    if (isAdditive) board.toggle(ids);
    else board.select(ids);
  } else if (target.kind === "wire") {
    if (isAdditive) board.toggle([], [target.id]);
    else board.select([], [target.id]);
  } else if (target.kind === "port") {
    board.select([target.item]);
  } else if (!isAdditive) {
    board.select([]);
  }
}

function begin(board: Board, start: Pointer, target: Target): State | null {
  if (board.mode === "read") return panning(board, start);
  if (target.kind === "item") {
    if (start.isTouch && !board.selection.hasItem(target.id)) board.select(board.scene.groupOf(target.id));
    return dragging(board, start);
  }
  if (start.isTouch) return panning(board, start);
  return target.kind === "board" ? brushing(board, start) : null;
}

function openOnSecond(board: Board, pointer: Pointer, target: Target): void {
  const last = lastClicks.get(board);
  lastClicks.delete(board);
  if (target.kind !== "item") return;
  const { id } = target;
  const isSecond =
    last?.id === id &&
    pointer.timeMs - last.pointer.timeMs < DOUBLE_CLICK_MS &&
    !hasMoved(last.pointer, pointer);
  const box = board.scene.boxOf(id);
  if (!isSecond || !box) {
    lastClicks.set(board, { id, pointer });
    return;
  }
  const at = board.toBoard(pointer.screen);
  board.events.onOpen?.(id, { x: at.x - box.x, y: at.y - box.y });
}
