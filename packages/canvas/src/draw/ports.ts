import { portEnd } from "../route";
import type { BadgeShape, Box, PortType, ScenePort } from "../types";
import type { Command } from "./list";

const SHAPES: Record<PortType, BadgeShape> = { profile: "square", strategy: "circle", workload: "diamond" };
const RADIUS = 5;

/** The ports of a card with this box: hollow when free, filled when wired. */
export function drawPorts(ports: readonly ScenePort[], box: Box, lit: string | null): Command[] {
  return ports.map((port) => {
    const { x, y } = portEnd(box, port);
    const stroke = port.id === lit ? "accent" : "ink-2";
    return {
      op: "shape",
      shape: SHAPES[port.type],
      x,
      y,
      radius: port.id === lit ? RADIUS * 1.5 : RADIUS,
      fill: port.wired ? stroke : "surface",
      stroke,
      width: 1.75,
    };
  });
}
