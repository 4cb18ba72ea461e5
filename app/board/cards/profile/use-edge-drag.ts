import type { ItemId } from "@carveout/model";
import { type PointerEvent, useRef, useState } from "react";
import { useSession } from "../../session";
import { type Boundaries, snapEdge } from "./boundaries";
import { addressAt, type MapEdge, valueAt } from "./map-edges";

/** How often a drag is written: every write starts runs. */
const WRITE_EVERY_MS = 120;
/** With Shift the edge follows the pointer this much slower, so that single pages can be aimed at. */
const FINE = 1 / 32;

interface Drag {
  pointer: number;
  y: number;
  /** Bytes for a pixel of the screen. */
  scale: number;
  /** Where the edge would lie without snapping. */
  free: number;
  /** What the field held before. */
  before: number;
  written: number;
  writtenAt: number;
  release: () => void;
}

export interface EdgeDrag {
  /** Where the edge lies while it is held, null while it is not. */
  held: number | null;
  down(event: PointerEvent<HTMLElement>, bytesPerPixel: number): void;
  move(event: PointerEvent<HTMLElement>): void;
  up(event: PointerEvent<HTMLElement>): void;
  /** As if it had never been dragged. Returns whether it was. */
  cancel(): boolean;
}

/** Dragging one edge: the field follows with the pointer and everybody sees what comes of it; all of it is one step of undo. */
export function useEdgeDrag(item: ItemId, edge: MapEdge, boundaries: Boundaries): EdgeDrag {
  const session = useSession();
  const drag = useRef<Drag | null>(null);
  const [held, setHeld] = useState<number | null>(null);

  const write = (value: number, now: number) => {
    const { current } = drag;
    if (current === null || current.written === value) return;
    current.written = value;
    current.writtenAt = now;
    session.edits.setField(item, edge.field.split("."), value);
  };
  const end = () => {
    drag.current?.release();
    drag.current = null;
    setHeld(null);
    session.setField(null);
  };
  return {
    held,
    down(event, bytesPerPixel) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const before = valueAt(edge, edge.address);
      drag.current = {
        pointer: event.pointerId,
        y: event.clientY,
        scale: bytesPerPixel,
        free: edge.address,
        before,
        written: before,
        writtenAt: 0,
        release: session.history.holdStep(),
      };
      session.setField({ item, field: edge.field });
      setHeld(edge.address);
    },
    move(event) {
      const { current } = drag;
      if (current === null || current.pointer !== event.pointerId) return;
      // High addresses are up.
      current.free += (current.y - event.clientY) * current.scale * (event.shiftKey ? FINE : 1);
      current.y = event.clientY;
      const value = valueAt(edge, snapEdge(current.free, boundaries, current.scale, event.shiftKey));
      setHeld(addressAt(edge, value));
      if (event.timeStamp - current.writtenAt >= WRITE_EVERY_MS) write(value, event.timeStamp);
    },
    up(event) {
      if (drag.current?.pointer !== event.pointerId) return;
      if (held !== null) write(valueAt(edge, held), event.timeStamp);
      end();
    },
    cancel() {
      if (drag.current === null) return false;
      write(drag.current.before, 0);
      end();
      return true;
    },
  };
}
