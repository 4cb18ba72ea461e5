import type { ExperimentJson, ItemId } from "@carveout/model";
import type { View } from "../view";
import type { ShownInView } from "./use-shown";

/** What every tab of the experiment's view is given. */
export interface TabProps {
  id: ItemId;
  item: ExperimentJson;
  shown: ShownInView;
  view: View;
}
