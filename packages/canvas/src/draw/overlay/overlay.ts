import type { Guide } from "../../arrange/snap";
import type { OverlayDrawing, Sketch } from "../../board/marks";
import type { Selection } from "../../board/selection";
import { type Camera, toScreen, viewBox } from "../../camera/camera";
import type { Peer, Trace } from "../../people/peer";
import type { ShownCursor } from "../../people/peers";
import type { Command, DrawList, Font } from "../../picture/list";
import type { TextRuler } from "../../picture/text";
import type { Curve } from "../../plane/curve";
import { type Box, inflated, intersects, type Size } from "../../plane/geometry";
import { isCovered, PORTS_FROM_ZOOM } from "../../scene/hit";
import type { PortRef, SceneItem } from "../../scene/item";
import { portEnd } from "../../scene/route";
import type { SceneStore } from "../../scene/store";
import { RADIUS } from "../base/card";
import { drawPorts } from "../base/ports";
import { drawGuides, drawHandles } from "./arranging";
import { traceCommands } from "./trace";

/** Screen pixels. */
const RING = 1.5;
const HALO = 3;
/** What is locked has a broken ring and no handles. */
const LOCKED_DASH = [4, 4];
const PEER_RING = 1.75;
const LABEL: Font = { family: "sans", weight: 500, size: 10.5 };
const CURSOR_LABEL: Font = { family: "sans", weight: 500, size: 11 };
const LABEL_PADDING = 6;

export interface OverlayQuestion {
  scene: SceneStore;
  camera: Camera;
  view: Size;
  ruler: TextRuler;
  /** Items that are DOM cards. */
  mounted: Pick<ReadonlySet<string>, "has">;
  selection: Selection;
  peers: readonly Pick<Peer, "name" | "colour" | "selection">[];
  cursors: readonly ShownCursor[];
  drawnPins: OverlayDrawing | null;
  drawnOver: OverlayDrawing | null;
  /** Board boxes. */
  brush: Box | null;
  ghost: Box | null;
  draft: Curve | null;
  litPort: PortRef | null;
  sketch: Sketch | null;
  traces: readonly Trace[];
  guides: readonly Guide[];
  /** The selected item whose handles are shown. */
  handles: SceneItem | null;
}

/** The layer over the DOM cards, in screen pixels: rings, ports of mounted cards, a wire being drawn, labels and cursors. */
export function overlayList(question: OverlayQuestion): DrawList {
  return {
    camera: null,
    ground: null,
    dots: null,
    commands: [
      ...(question.drawnOver?.(question) ?? []),
      ...ownRings(question),
      ...peerRings(question),
      ...raisedPorts(question),
      ...handles(question),
      ...drawGuides(question.guides, question.camera),
      ...(question.drawnPins?.(question) ?? []),
      ...gestures(question),
      ...question.traces.flatMap((trace) => traceCommands(trace, question.camera)),
      ...(question.sketch?.(question.camera, question.ruler) ?? []),
      ...question.cursors.flatMap((cursor) => drawCursor(cursor, question)),
    ],
  };
}

function handles({ handles: item, scene, camera }: OverlayQuestion): Command[] {
  const box = item && scene.boxOf(item.id);
  return item?.resizing && box ? drawHandles(box, item.resizing, camera) : [];
}

function onScreen({ camera }: OverlayQuestion, box: Box): Box {
  const { x, y } = toScreen(camera, box);
  return { x, y, w: box.w * camera.zoom, h: box.h * camera.zoom };
}

/** Screen boxes of those that are in view. */
function shownBoxes(ids: readonly string[], question: OverlayQuestion): Box[] {
  const { view, scene } = question;
  const boxes: Box[] = [];
  for (const id of ids) {
    const box = scene.boxOf(id);
    if (!box) continue;
    const { x, y, w, h } = onScreen(question, box);
    if (x < view.w + HALO && y < view.h + 24 && x + w > -HALO && y + h > -HALO) boxes.push({ x, y, w, h });
  }
  return boxes;
}

function rings(boxes: Box[], out: number, stroke: string, width: number, zoom: number): Command[] {
  if (boxes.length === 0) return [];
  const radius = zoom < 0.25 ? 0 : RADIUS * zoom + out;
  return [{ op: "outlines", boxes: boxes.map((box) => inflated(box, out)), radius, stroke, width }];
}

function ownRings(question: OverlayQuestion): Command[] {
  const { scene, selection, camera } = question;
  const isMovable = (id: string) => scene.item(id)?.movable !== false;
  const boxes = shownBoxes(selection.items.filter(isMovable), question);
  const locked = shownBoxes(
    selection.items.filter((id) => !isMovable(id)),
    question,
  );
  const { zoom } = camera;
  return [
    ...rings([...boxes, ...locked], HALO, "accent-soft", HALO, zoom),
    ...rings(boxes, RING / 2, "accent", RING, zoom),
    ...rings(locked, RING / 2, "accent", RING, zoom).map((ring) => ({ ...ring, dash: LOCKED_DASH })),
  ];
}

/** In their colour, outside of one's own ring, with the name on the top left edge. */
function peerRings(question: OverlayQuestion): Command[] {
  const own = new Set(question.selection.items);
  return question.peers.flatMap(({ name, colour, selection }) => {
    const nested = selection.filter((id) => own.has(id));
    const plain = selection.filter((id) => !own.has(id));
    const out = HALO * 1.5 + PEER_RING / 2;
    const { zoom } = question.camera;
    const outer = shownBoxes(nested, question);
    const boxes = shownBoxes(plain, question);
    return [
      ...rings(outer, out, colour, PEER_RING, zoom),
      ...rings(boxes, PEER_RING / 2, colour, PEER_RING, zoom),
      ...[...outer.map((box) => inflated(box, out)), ...boxes].flatMap((box) =>
        label(name, colour, box.x - 1, box.y - 20, LABEL, 17, 3, question.ruler),
      ),
    ];
  });
}

function label(
  text: string,
  colour: string,
  x: number,
  y: number,
  font: Font,
  h: number,
  radius: number,
  ruler: TextRuler,
): Command[] {
  const fitting = ruler.fit(text, font, 160);
  const w = ruler.width(fitting, font) + 2 * LABEL_PADDING;
  return [
    { op: "fill", x, y, w, h, fill: colour, radius },
    { op: "text", text: fitting, x: x + LABEL_PADDING, y: y + h / 2 + 3.75, font, fill: "#fff" },
  ];
}

/** Ports of ringed cards must lie over the ring, and one that a wire would end at is lit; the others were drawn with their card. One under another card stays hidden. */
function raisedPorts(question: OverlayQuestion): Command[] {
  const { scene, camera, view, mounted, selection, peers, litPort } = question;
  if (camera.zoom < PORTS_FROM_ZOOM) return [];
  const seen = inflated(viewBox(camera, view), 8);
  const place = (id: string): number => scene.rankOf(id) + (mounted.has(id) ? scene.size : 0);
  const raised = new Set([
    ...selection.items,
    ...peers.flatMap(({ selection }) => selection),
    ...(litPort === null ? [] : [litPort.item]),
  ]);
  const backToFront = [...raised].sort((a, b) => place(a) - place(b));
  return backToFront.flatMap((id) => {
    const [item, box] = [scene.item(id), scene.boxOf(id)];
    if (!item || !box || item.ports.length === 0 || !intersects(box, seen)) return [];
    const above = scene
      .itemsIn(box)
      .filter((other) => place(other.id) > place(id))
      .map((other) => ({ box: scene.boxOf(other.id) ?? other }));
    const free = item.ports.filter((port) => !isCovered(portEnd(box, port), above));
    const lit = litPort?.item === id ? litPort.port : null;
    return drawPorts(free, box, lit).map((command) => scaled(command, camera));
  });
}

function scaled(command: Command, camera: Camera): Command {
  if (command.op !== "shape") return command;
  const { zoom } = camera;
  const width = (command.width ?? 1) * zoom;
  return { ...command, ...toScreen(camera, command), radius: command.radius * zoom, width };
}

function gestures(question: OverlayQuestion): Command[] {
  const { brush, ghost, draft, camera } = question;
  const commands: Command[] = [];
  if (draft) {
    const at = (point: Curve["from"]): Curve["from"] => toScreen(camera, point);
    const curve = {
      from: at(draft.from),
      pullFrom: at(draft.pullFrom),
      pullTo: at(draft.pullTo),
      to: at(draft.to),
    };
    commands.push({ op: "curves", curves: [curve], stroke: "accent", width: 2 });
  }
  if (ghost) {
    const box = onScreen(question, ghost);
    commands.push({ op: "fill", ...box, fill: "accent-soft", alpha: 0.6, radius: RADIUS });
    commands.push({ op: "outlines", boxes: [box], radius: RADIUS, stroke: "accent", width: 1, dash: [4, 3] });
  }
  if (brush) {
    const box = onScreen(question, brush);
    commands.push({ op: "fill", ...box, fill: "accent", alpha: 0.08 });
    commands.push({ op: "outlines", boxes: [box], radius: 0, stroke: "accent", width: 1 });
  }
  return commands;
}

function drawCursor({ at, name, colour, isResting }: ShownCursor, question: OverlayQuestion): Command[] {
  const { x, y } = toScreen(question.camera, at);
  const { w, h } = question.view;
  if (x < -20 || y < -20 || x > w || y > h) return [];
  return [
    { op: "pointer", x, y, fill: colour, outline: "surface", alpha: isResting ? 0.45 : 1 },
    ...(isResting ? [] : label(name, colour, x + 13, y + 14, CURSOR_LABEL, 18, 4, question.ruler)),
  ];
}
