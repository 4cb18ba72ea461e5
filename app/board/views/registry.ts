import type { ComponentType } from "react";
import { late } from "../../ui/late";
import type { ViewName } from "./names";
import type { View } from "./view";

/** The component of each view, loaded when it is opened. */
export const VIEWS: Readonly<Record<ViewName, ComponentType<{ view: View }>>> = {
  experiment: late(() =>
    import("./experiment/ExperimentView").then((module) => ({ default: module.ExperimentView })),
  ),
  proposal: late(() =>
    import("./proposal/ProposalView").then((module) => ({ default: module.ProposalView })),
  ),
  moment: late(() => import("./moment/MomentView").then((module) => ({ default: module.MomentView }))),
  reply: late(() => import("./reply/ReplyView").then((module) => ({ default: module.ReplyView }))),
};
