import type { Move } from "../arrange/align";
import type { Box, Point } from "../plane/geometry";
import type { Target } from "../scene/hit";
import type { PortRef } from "../scene/item";
import type { Selection } from "./selection";
import type { Corner, Tool } from "./tool";

/**
 * What the engine tells the app. The object is read at each call, so members may be replaced at any time. All are called outside drawing
 * and may call back into the engine.
 */
export interface EngineEvents {
  onSelection?(selection: Selection): void;
  /** At most once per frame while items are dragged; for presence. */
  onDragPreview?(ids: readonly string[], dx: number, dy: number): void;
  /** A drag or an arrow key has ended. The engine shows the new places at once; patch the items back to undo that. */
  onDragCommitted?(moves: readonly Move[]): void;
  onDragCancelled?(): void;
  /** A handle was let go, or a key resized the item. The engine shows the new box at once; patch the item back to undo that. */
  onResized?(id: string, box: Box): void;
  /** Board point of this participant's pointer, or null when it left; at most once per frame. */
  onPointer?(at: Point | null): void;
  /** This participant has moved the camera by themselves. */
  onPursuitEnded?(): void;
  onHover?(target: Target): void;
  /** May `from` (out) be wired to `to` (in)? null = yes, otherwise the sentence that says why not. Absent: every wire is allowed. */
  canWire?(from: PortRef, to: PortRef): string | null;
  onWire?(from: PortRef, to: PortRef): void;
  /** The wire has snapped back. `at` is the board point of the drop. */
  onWireRefused?(reason: string, at: Point): void;
  /** Make an item with this box, null = wherever there is room near the middle of the view; of a line, from this corner on. */
  onPlace?(kind: string, box: Box | null, start: Corner): void;
  onTool?(tool: Tool): void;
  /** Double click, or Enter with one item selected. `within` is relative to the item's top left corner (`y` < 34 is the head); null for Enter. */
  onOpen?(id: string, within: Point | null): void;
  /** `client` is where to put the menu, in the window. The target has been selected. */
  onContextMenu?(target: Target, client: Point, at: Point): void;
  onDelete?(selection: Selection): void;
  /** A pin was pressed. */
  onPin?(id: string): void;
  /** The comment tool was used here; the tool is `select` again. */
  onComment?(target: Target, at: Point): void;
  /** Which items are to be DOM cards now, at most 50. The order is stable: an id keeps its place among those that stay. */
  onMounted?(ids: readonly string[]): void;
}
