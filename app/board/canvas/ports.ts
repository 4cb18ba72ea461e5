import type { ScenePort } from "@carveout/canvas";
import type { PlacedJson } from "@carveout/model";
import type { ExperimentPlan } from "../session";

/** The one port of what an experiment is made of. */
export const OUT_PORT = "out";
/** Dropping a strategy here adds a variant. */
export const NEW_VARIANT_PORT = "new";

const HEAD_Y = 17;
const FIRST_VARIANT_Y = 48;
const PITCH = 28;

/**
 * Ports of a card, from its top edge: what leaves at the right of the head; an experiment takes the profile at its head, then its strategies
 * one below the other, then the workload.
 */
export function portsOf(
  item: PlacedJson,
  plan: ExperimentPlan | undefined,
  isWired: { out: boolean },
): readonly ScenePort[] {
  switch (item.kind) {
    case "profile":
    case "strategy":
    case "workload":
      return [
        {
          id: OUT_PORT,
          side: "right",
          offsetY: HEAD_Y,
          type: item.kind,
          direction: "out",
          wired: isWired.out,
        },
      ];
    case "experiment":
      return plan === undefined ? [] : experimentPorts(plan);
    default:
      return [];
  }
}

function experimentPorts({ columns, profile, workload }: ExperimentPlan): ScenePort[] {
  const port = (id: string, offsetY: number, type: ScenePort["type"], wired: boolean): ScenePort => ({
    id,
    side: "left",
    offsetY,
    type,
    direction: "in",
    wired,
  });
  const rowY = (row: number) => FIRST_VARIANT_Y + row * PITCH;
  return [
    port("profile", HEAD_Y, "profile", profile !== null),
    ...columns.map(({ variant, strategies }, row) =>
      port(variant, rowY(row), "strategy", strategies.length > 0),
    ),
    port(NEW_VARIANT_PORT, rowY(columns.length), "strategy", false),
    port("workload", rowY(columns.length + 1), "workload", workload !== null),
  ];
}
