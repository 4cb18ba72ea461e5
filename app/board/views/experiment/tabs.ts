import type { ComponentType } from "react";
import { late } from "../../../ui/late";
import { Rows } from "./figures/Rows";
import type { TabProps } from "./tab-props";

interface TabLook {
  name: string;
  /** It goes by the view's time bar. */
  hasTime: boolean;
  /** It takes all of the view, and has its own column at the right. */
  fills: boolean;
  Body: ComponentType<TabProps>;
}

/** What of an experiment is looked at: `tab` in the address. Each one's code comes when it is opened. */
export const TABS = {
  figures: { name: "Figures", hasTime: true, fills: false, Body: Rows as ComponentType<TabProps> },
  compare: {
    name: "Compare",
    hasTime: false,
    fills: false,
    Body: late(() => import("./compare/Compare").then((module) => ({ default: module.Compare }))),
  },
  sweep: {
    name: "Sweep",
    hasTime: false,
    fills: false,
    Body: late(() => import("./sweep/Sweep").then((module) => ({ default: module.Sweep }))),
  },
  pages: {
    name: "Page map",
    hasTime: false,
    fills: true,
    Body: late(() => import("./pages/PageMap").then((module) => ({ default: module.PageMap }))),
  },
} satisfies Record<string, TabLook>;

export type Tab = keyof typeof TABS;

export function isTab(name: string | null): name is Tab {
  return name !== null && Object.hasOwn(TABS, name);
}
