import { type FieldValue, formatValue, type ItemId, type ProfileFieldsJson } from "@carveout/model";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { asStep } from "../../fields/as-step";
import { useFieldPeer, useSession } from "../../session";
import { hexText } from "../figures";
import { type Boundaries, boundariesOf, boundaryAt, nextBoundary } from "./boundaries";
import { addressAt, type MapEdge, mapEdges, valueAt } from "./map-edges";
import s from "./map-edges.module.css";
import type { MapDrawing } from "./map-scale";
import { useEdgeDrag } from "./use-edge-drag";

/** Shorter ones can't be told apart by their edges; their table has them. */
const LEAST_PX = 4;
/** In a shorter region there is no room for two handles: they stand outside of it. */
const INSIDE_FROM_PX = 24;

interface MapEdgesProps {
  id: ItemId;
  fields: ProfileFieldsJson;
  drawing: MapDrawing;
  height: number;
  /** While an edge is held the map must not change its scale under the pointer. */
  onHold: (isHeld: boolean) => void;
}

/** Handles on the edges of the memory map. One tab stop: left and right go from edge to edge, up and down move one. */
export function MapEdges({ id, fields, drawing, height, onHold }: MapEdgesProps) {
  const group = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const boundaries = boundariesOf(fields);
  const edges = mapEdges(fields).filter(
    ({ startBytes, endBytes, lane }) =>
      lane === "outer" || (endBytes - startBytes) / drawing.bytesPerPixel >= LEAST_PX,
  );
  const entry = edges.find(({ field }) => field === current) ?? edges[0];
  const go = (from: MapEdge, step: 1 | -1) => {
    const next = edges[(edges.indexOf(from) + step + edges.length) % edges.length];
    if (next === undefined) return;
    setCurrent(next.field);
    group.current?.querySelector<HTMLElement>(`[data-edge="${CSS.escape(next.field)}"]`)?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a map's edges are no form's
    <div ref={group} role="group" aria-label="Edges of the memory map" className={s.edges}>
      {edges.map((edge) => (
        <Edge
          key={edge.field}
          id={id}
          edge={edge}
          boundaries={boundaries}
          drawing={drawing}
          height={height}
          isEntry={edge === entry}
          onGo={(step) => go(edge, step)}
          onHold={onHold}
        />
      ))}
    </div>
  );
}

interface EdgeProps {
  id: ItemId;
  edge: MapEdge;
  boundaries: Boundaries;
  drawing: MapDrawing;
  height: number;
  isEntry: boolean;
  onGo: (step: 1 | -1) => void;
  onHold: (isHeld: boolean) => void;
}

function Edge({ id, edge, boundaries, drawing, height, isEntry, onGo, onHold }: EdgeProps) {
  const session = useSession();
  const peer = useFieldPeer(id, edge.field);
  const drag = useEdgeDrag(id, edge, boundaries);
  const { held } = drag;
  const address = held ?? edge.address;
  const value = valueAt(edge, address);
  const on = boundaryAt(address, boundaries);
  const words = `${formatValue(edge.spec, value as FieldValue)}, at ${hexText(address)}${on === null ? "" : `, on a ${on} boundary`}`;

  const step = (unit: number, direction: 1 | -1) => {
    const next = valueAt(edge, nextBoundary(edge.address, unit, direction));
    if (next !== valueAt(edge, edge.address))
      asStep(session, () => session.edits.setField(id, edge.field.split("."), next));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const unit = event.shiftKey ? boundaries.page : boundaries.pageblock;
    if (event.key === "ArrowUp") step(unit, 1);
    else if (event.key === "ArrowDown") step(unit, -1);
    else if (event.key === "PageUp") step(boundaries.section, 1);
    else if (event.key === "PageDown") step(boundaries.section, -1);
    else if (event.key === "ArrowRight") onGo(1);
    else if (event.key === "ArrowLeft") onGo(-1);
    else if (event.key === "Escape" && held !== null) {
      drag.cancel();
      onHold(false);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    // The card may be shown at any zoom.
    const shown = event.currentTarget.parentElement?.getBoundingClientRect().height ?? height;
    drag.down(event, (drawing.bytesPerPixel * height) / shown);
    onHold(true);
  };
  const end = (event: PointerEvent<HTMLElement>) => {
    drag.up(event);
    onHold(false);
  };
  const isShort = (edge.endBytes - edge.startBytes) / drawing.bytesPerPixel < INSIDE_FROM_PX;
  const y = Math.min(height, Math.max(0, drawing.yOf(address)));
  return (
    <div
      role="slider"
      tabIndex={isEntry ? 0 : -1}
      aria-orientation="vertical"
      aria-label={edge.label}
      aria-valuemin={addressAt(edge, edge.spec.min ?? 0)}
      aria-valuemax={addressAt(edge, edge.spec.max ?? 0)}
      aria-valuenow={address}
      aria-valuetext={words}
      data-interactive
      data-edge={edge.field}
      data-lane={edge.lane}
      data-side={edge.side}
      data-outside={isShort || undefined}
      data-held={held !== null || undefined}
      className={s.edge}
      style={{ top: y, ...(peer && { "--edge": `var(--p-${peer.colour})` }) }}
      title={`${edge.label}: drag, or use the arrow keys`}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={drag.move}
      onPointerUp={end}
      onPointerCancel={end}
      onFocus={() => session.setField({ item: id, field: edge.field })}
      onBlur={() => session.setField(null)}
    >
      {peer && (
        <span className={s.peer} style={{ background: `var(--p-${peer.colour})` }}>
          {peer.name}
        </span>
      )}
      <span className={s.plate} aria-hidden>
        <b>{formatValue(edge.spec, value as FieldValue)}</b>
        <span>{edge.label}</span>
        <span>
          {hexText(address)}
          {on !== null && ` · ${on}`}
        </span>
        {held !== null && <span>Shift: single pages</span>}
      </span>
    </div>
  );
}
