import type { Camera } from "../../camera/camera";
import type { Command, DrawList } from "../../picture/list";
import { type Curve, curveBox } from "../../plane/curve";
import { type Box, inflated, intersects, type Size } from "../../plane/geometry";
import { PORTS_FROM_ZOOM } from "../../scene/hit";
import type { PortRef, SceneItem, SceneWire } from "../../scene/item";
import type { SceneStore } from "../../scene/store";
import { detailAt } from "./detail";
import type { PictureCache } from "./pictures";
import { drawPorts } from "./ports";

const WIRE_WIDTH = 1.5;
const LIT_WIDTH = 1.5 * WIRE_WIDTH;
const DOT_STEP = 20;
const DOTS_MIN_SCREEN = 14;
/** Ports and lines stand out of their items by no more than this; others say so. */
const OVERHANG = 12;
/** Screen pixels that a name stands out above its frame, at most. */
const NAME_OVERHANG = 24;

export interface BaseQuestion {
  scene: SceneStore;
  pictures: PictureCache;
  /** Shown as DOM instead, or not at all. */
  isHidden: (id: string) => boolean;
  isLit: (wire: string) => boolean;
  litPort: PortRef | null;
}

/** What one item or wire leaves in the picture. Equal ones look the same, so where all are equal nothing is drawn again. */
export interface Stamp {
  /** Commands of the item's picture, or the wire's curve: the same object as long as nothing about it has changed. */
  what: readonly Command[] | Curve;
  /** The item's box. */
  box: Box;
  /** Where it may be seen. */
  reach: Box;
  /** Its place from back to front; all wires lie at the back. */
  rank: number;
  /** Of an item, where ports are drawn. */
  ports: SceneItem["ports"];
  /** The port that is lit, or the wire's colour. */
  how: string | null;
}

const NO_PORTS: SceneItem["ports"] = [];

/** Everything seen in an area at this zoom: wires, then items from back to front. */
export function stampsIn(area: Box, zoom: number, question: BaseQuestion): Stamp[] {
  const { scene, pictures, isHidden, isLit, litPort } = question;
  const stamps: Stamp[] = [];
  // A line is at least a screen pixel wide.
  const width = Math.max(LIT_WIDTH, 1 / zoom);
  for (const { wire, curve } of scene.wiresIn(inflated(area, width))) {
    const how = wireStroke(wire, isLit(wire.id));
    const box = curveBox(curve);
    stamps.push({ what: curve, box, reach: inflated(box, width), rank: -1, ports: NO_PORTS, how });
  }
  const detail = detailAt(zoom);
  const unit = detail.level === "full" ? 1 : detail.unit;
  const hasPorts = zoom >= PORTS_FROM_ZOOM;
  for (const item of scene.itemsIn(inflated(area, scene.overhang + NAME_OVERHANG / zoom))) {
    const box = scene.boxOf(item.id);
    if (!box || isHidden(item.id)) continue;
    const reach = inflated(box, overhangOf(item, box, unit));
    if (!intersects(reach, area)) continue;
    stamps.push({
      what: pictures.of(item.picture, box, detail),
      box,
      reach,
      rank: scene.rankOf(item.id),
      ports: hasPorts ? item.ports : NO_PORTS,
      how: hasPorts && litPort?.item === item.id ? litPort.port : null,
    });
  }
  return stamps;
}

/** How far outside of its box an item may be seen, in board pixels. */
function overhangOf({ picture }: SceneItem, size: Size, unit: number): number {
  return Math.max(OVERHANG, (picture.tone === "drawing" && picture.overhang?.(size, unit)) || 0);
}

export function isSameStamp(a: Stamp, b: Stamp): boolean {
  return (
    a.what === b.what && a.box.x === b.box.x && a.box.y === b.box.y && a.ports === b.ports && a.how === b.how
  );
}

/** The layer under the DOM cards: ground, dots and what was found. */
export function baseList(stamps: readonly Stamp[], camera: Camera): DrawList {
  const wires: { curve: Curve; stroke: string }[] = [];
  const items: Command[] = [];
  for (const { what, box, ports, how } of stamps) {
    if ("from" in what) wires.push({ curve: what, stroke: how ?? "line-strong" });
    else {
      items.push({ op: "group", x: box.x, y: box.y, commands: what });
      if (ports.length > 0) items.push(...drawPorts(ports, box, how));
    }
  }
  return {
    camera,
    ground: "canvas",
    dots: { step: dotStep(camera.zoom), fill: "canvas-dot" },
    commands: [...wireCommands(wires), ...items],
  };
}

/** The grid's step doubles while its dots would stand too close. */
export function dotStep(zoom: number): number {
  let step = DOT_STEP;
  while (step * zoom < DOTS_MIN_SCREEN) step *= 2;
  return step;
}

export function wireStroke({ tone }: SceneWire, isLit: boolean): string {
  if (isLit) return "accent";
  return tone === "err" ? "err" : "line-strong";
}

/** One stroke per colour, lit wires last. */
export function wireCommands(wires: readonly { curve: Curve; stroke: string }[]): Command[] {
  return ["line-strong", "err", "accent"].flatMap((stroke): Command[] => {
    const curves = wires.filter((wire) => wire.stroke === stroke).map(({ curve }) => curve);
    if (curves.length === 0) return [];
    return [{ op: "curves", curves, stroke, width: stroke === "accent" ? LIT_WIDTH : WIRE_WIDTH }];
  });
}
