import { viewBox } from "../camera";
import { inflated } from "../geometry";
import { PORTS_FROM_ZOOM } from "../hit";
import type { Curve } from "../route";
import type { SceneStore } from "../scene";
import type { Camera, PortRef, SceneItem, SceneWire, Size } from "../types";
import { detailAt } from "./detail";
import type { Command, DrawList } from "./list";
import type { PictureCache } from "./pictures";
import { drawPorts } from "./ports";

const WIRE_WIDTH = 1.5;
const DOT_STEP = 20;
const DOTS_MIN_SCREEN = 14;
/** Ports stand out of their cards by this much. */
const OVERHANG = 8;

export interface BaseQuestion {
  scene: SceneStore;
  camera: Camera;
  view: Size;
  pictures: PictureCache;
  /** Shown as DOM instead. */
  isMounted: (id: string) => boolean;
  isLit: (wire: string) => boolean;
  litPort: PortRef | null;
}

/** The layer under the DOM cards: ground, dots, wires, then the pictures of cards from back to front. */
export function baseList(question: BaseQuestion): DrawList {
  const { scene, camera, view } = question;
  const area = inflated(viewBox(camera, view), OVERHANG);
  return {
    camera,
    ground: "canvas",
    dots: { step: dotStep(camera.zoom), fill: "canvas-dot" },
    commands: [
      ...wireCommands(scene.wiresIn(area), question.isLit),
      ...scene.itemsIn(area).flatMap((item) => itemCommands(item, question)),
    ],
  };
}

/** The grid's step doubles while its dots would stand too close. */
export function dotStep(zoom: number): number {
  let step = DOT_STEP;
  while (step * zoom < DOTS_MIN_SCREEN) step *= 2;
  return step;
}

/** One stroke per colour, lit wires last. */
export function wireCommands(
  wires: readonly { wire: SceneWire; curve: Curve }[],
  isLit: (wire: string) => boolean,
): Command[] {
  const byStroke = new Map<string, Curve[]>([
    ["line-strong", []],
    ["err", []],
    ["accent", []],
  ]);
  for (const { wire, curve } of wires) {
    const stroke = isLit(wire.id) ? "accent" : wire.tone === "err" ? "err" : "line-strong";
    byStroke.get(stroke)?.push(curve);
  }
  return [...byStroke]
    .filter(([, curves]) => curves.length > 0)
    .map(([stroke, curves]) => ({
      op: "curves",
      curves,
      stroke,
      width: stroke === "accent" ? WIRE_WIDTH * 1.5 : WIRE_WIDTH,
    }));
}

function itemCommands(item: SceneItem, question: BaseQuestion): Command[] {
  const { scene, camera, pictures, isMounted, litPort } = question;
  const box = scene.boxOf(item.id);
  if (!box || isMounted(item.id)) return [];
  const picture: Command = {
    op: "group",
    x: box.x,
    y: box.y,
    commands: pictures.of(item.picture, box, detailAt(camera.zoom)),
  };
  if (camera.zoom < PORTS_FROM_ZOOM || item.ports.length === 0) return [picture];
  return [picture, ...drawPorts(item.ports, box, litPort?.item === item.id ? litPort.port : null)];
}
