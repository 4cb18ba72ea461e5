import { type ComponentType, lazy } from "react";
import type { ViewName } from "./names";
import type { View } from "./view";

/** The component of each view, loaded when it is opened. */
export const VIEWS: Readonly<Record<ViewName, ComponentType<{ view: View }>>> = {
  experiment: lazy(() =>
    import("./experiment/ExperimentView").then((module) => ({ default: module.ExperimentView })),
  ),
  proposal: lazy(() =>
    import("./proposal/ProposalView").then((module) => ({ default: module.ProposalView })),
  ),
  moment: lazy(() => import("./moment/MomentView").then((module) => ({ default: module.MomentView }))),
  reply: lazy(() => import("./reply/ReplyView").then((module) => ({ default: module.ReplyView }))),
};
