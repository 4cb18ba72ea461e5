import type { BadgeShape, Command } from "../../picture/list";
import type { Box } from "../../plane/geometry";
import type { PortType, ScenePort } from "../../scene/item";
import { portEnd } from "../../scene/route";

const SHAPES: Record<PortType, BadgeShape> = { profile: "square", strategy: "circle", workload: "diamond" };
const RADIUS = 5;

type PortCommand = Required<Extract<Command, { op: "shape" }>>;

/** The ports of a card with this box: hollow when free, filled when wired. */
export function drawPorts(ports: readonly ScenePort[], box: Box, lit: string | null): PortCommand[] {
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
