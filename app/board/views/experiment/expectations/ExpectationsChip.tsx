import type { ExperimentJson, ItemId } from "@carveout/model";
import Check from "lucide-react/icons/check";
import Hourglass from "lucide-react/icons/hourglass";
import X from "lucide-react/icons/x";
import { Chip } from "../../../../ui/Chip";
import { counted } from "../../../cards/figures";
import { type ShownInView, useShown } from "../use-shown";
import { useJudged } from "./use-judged";

/** How the expectations of an experiment stand, in a word; nothing where none is stated. */
export function ExpectationsChip(props: { id: ItemId; item: ExperimentJson; shown: ShownInView }) {
  const judged = useJudged(props.id, props.item, props.shown);
  const count = (state: string) => judged.filter((one) => one.state === state).length;
  if (judged.length === 0) return null;
  if (count("not met") > 0)
    return (
      <Chip tone="err" glyph={X}>
        {counted(count("not met"), "expectation")} not met
      </Chip>
    );
  if (count("not yet") > 0)
    return (
      <Chip tone="outline" glyph={Hourglass}>
        {counted(count("not yet"), "expectation")} not judged yet
      </Chip>
    );
  return (
    <Chip tone="ok" glyph={Check}>
      {counted(judged.length, "expectation")} met
    </Chip>
  );
}

/** The same for a card, which has no view around it. */
export function CardExpectations({ id, item }: { id: ItemId; item: ExperimentJson }) {
  return <ExpectationsChip id={id} item={item} shown={useShown(id, item)} />;
}
