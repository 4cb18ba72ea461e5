import type { Guide } from "../arrange/snap";
import type { Camera } from "../camera/camera";
import type { Command } from "../picture/list";
import type { TextRuler } from "../picture/text";
import type { Curve } from "../plane/curve";
import type { Box, Size } from "../plane/geometry";
import type { PortRef } from "../scene/item";
import type { SceneStore } from "../scene/store";

/** What tools show while they work; in board coordinates. */
export interface Marks {
  brush: Box | null;
  ghost: Box | null;
  draft: Curve | null;
  litPort: PortRef | null;
  /** What a tool draws, in screen pixels. */
  sketch: Sketch | null;
  /** Items that a tool is about to remove. */
  erased: ReadonlySet<string>;
  guides: readonly Guide[];
}

/** What the app draws over the items, in screen pixels. */
export type OverlayDrawing = (shown: {
  scene: SceneStore;
  camera: Camera;
  view: Size;
  ruler: TextRuler;
}) => readonly Command[];

export type Sketch = (camera: Camera, ruler: TextRuler) => readonly Command[];

export const NO_MARKS: Marks = {
  brush: null,
  ghost: null,
  draft: null,
  litPort: null,
  sketch: null,
  erased: new Set(),
  guides: [],
};
