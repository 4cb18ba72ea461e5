import Grid3x3 from "lucide-react/icons/grid-3x3";
import { TextButton } from "../../../ui/TextButton";
import { useExperiment } from "../../cards/experiment/use-experiment";
import { itemName } from "../../cards/item-name";
import { useItem } from "../../session";
import { ItemGone } from "../ItemGone";
import { ViewHead } from "../ViewHead";
import { openView, type View } from "../view";
import { PageMap } from "./PageMap";
import s from "./pages.module.css";

/** The simulated machines of an experiment page by page. */
export function PagesView({ view }: { view: View }) {
  const id = view.params.get("item") ?? "";
  const item = useItem(id);
  const experiment = useExperiment(id);
  if (item?.kind !== "experiment")
    return (
      <>
        <ViewHead glyph={Grid3x3} name="Page map" />
        <ItemGone kind="experiment" />
      </>
    );
  return (
    <>
      <ViewHead glyph={Grid3x3} name={`Page map, ${itemName(item)}`}>
        <TextButton onClick={() => openView({ name: "experiment", item: id })}>Comparison</TextButton>
      </ViewHead>
      {experiment.variants.every(({ frame }) => (frame?.run ?? "") === "") ? (
        <p className={s.nothing}>
          No run yet. Wire a profile and a workload to this experiment: its pages can be looked at as soon as
          there is a run.
        </p>
      ) : (
        <PageMap id={id} experiment={experiment} params={view.params} />
      )}
    </>
  );
}
