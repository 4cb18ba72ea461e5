import type { Board } from "../board/board";
import { hasMoved, type Pointer, type State } from "../board/gesture";
import type { Corner, PlaceTool, Tool } from "../board/tool";
import { toScreen } from "../camera/camera";
import type { Drawing } from "../picture/picture";
import { type Box, type Point, type Size, spanned } from "../plane/geometry";

/** Width of a note in the design language. */
const NOTE: PlaceTool = { name: "place", kind: "note", w: 196, h: 92 };

export function placed(tool: Tool): PlaceTool | null {
  if (tool.name === "note") return NOTE;
  return tool.name === "place" ? tool : null;
}

/** The new item would lie with its middle under the pointer, on whole pixels. */
export const boxAt = ({ w, h }: Size, at: Point): Box => ({
  x: Math.round(at.x - w / 2),
  y: Math.round(at.y - h / 2),
  w,
  h,
});

/** What a drag spans, on whole pixels; with Shift a square, a circle, a line at 45 degrees. */
function boxBetween(from: Point, to: Point, isEven: boolean): { box: Box; start: Corner } {
  const side = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  const even = (start: number, end: number) => start + side * (end < start ? -1 : 1);
  const end = isEven ? { x: even(from.x, to.x), y: even(from.y, to.y) } : to;
  const { x, y, w, h } = spanned(from, end);
  return {
    box: { x: Math.round(x), y: Math.round(y), w: Math.max(1, Math.round(w)), h: Math.max(1, Math.round(h)) },
    start: `${end.y < from.y ? "bottom" : "top"} ${end.x < from.x ? "right" : "left"}`,
  };
}

export function showGhost(board: Board, at: Point): void {
  const item = board.mode === "edit" ? placed(board.tool) : null;
  // What is spanned begins where it is pressed: before that there is nothing to show.
  if (item && !item.spans) board.mark({ ghost: boxAt(item, at) });
}

/** Pressed with a placing tool: the release asks the app for the item, a drag may still move it, or spans it. */
export function placing(board: Board, start: Pointer): State {
  const item = placed(board.tool);
  const from = board.toBoard(start.screen);
  let isDragged = false;
  const boxOf = (pointer: Pointer): { box: Box; start: Corner } | null => {
    if (item === null) return null;
    const at = board.toBoard((isDragged ? pointer : start).screen);
    if (item.spans && isDragged) return boxBetween(from, at, pointer.shift);
    return { box: boxAt(item, at), start: "top left" };
  };
  const self: State = {
    name: "placing",
    cursor: "crosshair",
    move: (pointer) => {
      isDragged ||= hasMoved(start, pointer);
      if (!item?.spans) showGhost(board, board.toBoard(pointer.screen));
      else if (isDragged) show(board, item, boxBetween(from, board.toBoard(pointer.screen), pointer.shift));
      return self;
    },
    up: (pointer) => {
      const spanned = boxOf(pointer);
      board.setTool({ name: "select" });
      if (item && spanned) board.events.onPlace?.(item.kind, spanned.box, spanned.start);
      return null;
    },
    cancel: () => board.mark({ ghost: null, sketch: null }),
  };
  return self;
}

function show(board: Board, item: PlaceTool, { box, start }: { box: Box; start: Corner }): void {
  const drawing = item.sketch?.(start);
  if (drawing === undefined) board.mark({ ghost: box });
  else board.mark({ sketch: sketchOf(drawing, box) });
}

function sketchOf(drawing: Drawing, box: Box): NonNullable<Board["marks"]["sketch"]> {
  return (camera, ruler) => {
    const size = { w: box.w * camera.zoom, h: box.h * camera.zoom };
    return [{ op: "group", ...toScreen(camera, box), commands: drawing.draw(size, 1, ruler) }];
  };
}
