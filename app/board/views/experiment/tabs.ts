import type { ExperimentJson, ItemId } from "@carveout/model";
import { type ComponentType, lazy } from "react";
import type { View } from "../view";
import { Rows } from "./figures/Rows";
import type { ShownInView } from "./use-shown";

export interface TabProps {
  id: ItemId;
  item: ExperimentJson;
  shown: ShownInView;
  view: View;
}

/** What of an experiment is looked at: `tab` in the address. Each one's code comes when it is opened. */
export const TABS = {
  figures: { name: "Figures", hasTime: true, Body: Rows as ComponentType<TabProps> },
  compare: {
    name: "Compare",
    hasTime: false,
    Body: lazy(() => import("./compare/Compare").then((module) => ({ default: module.Compare }))),
  },
  sweep: {
    name: "Sweep",
    hasTime: false,
    Body: lazy(() => import("./sweep/Sweep").then((module) => ({ default: module.Sweep }))),
  },
} satisfies Record<string, { name: string; hasTime: boolean; Body: ComponentType<TabProps> }>;

export type Tab = keyof typeof TABS;

export function isTab(name: string | null): name is Tab {
  return name !== null && Object.hasOwn(TABS, name);
}
