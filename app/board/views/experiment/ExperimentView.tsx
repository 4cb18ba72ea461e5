import FlaskConical from "lucide-react/icons/flask-conical";
import { itemName } from "../../cards/item-name";
import { useItem } from "../../session";
import { ItemGone } from "../ItemGone";
import { ViewHead } from "../ViewHead";
import type { View } from "../view";
import { Comparison } from "./Comparison";

/** An experiment at full size: its variants side by side, on one clock. */
export function ExperimentView({ view }: { view: View }) {
  const id = view.params.get("item") ?? "";
  const item = useItem(id);
  if (item?.kind !== "experiment")
    return (
      <>
        <ViewHead glyph={FlaskConical} name="Experiment" />
        <ItemGone kind="experiment" />
      </>
    );
  return (
    <>
      <ViewHead glyph={FlaskConical} name={itemName(item)} />
      <Comparison id={id} />
    </>
  );
}
