import { formatNumber, type ItemId, type WorkloadJson } from "@carveout/model";
import Activity from "lucide-react/icons/activity";
import { Icon } from "../../../ui/Icon";
import { CardFrame } from "../CardFrame";
import s from "../cards.module.css";
import { OtherFindings } from "../OtherFindings";
import { heldPages } from "./held-pages";
import { LoadPicture } from "./LoadPicture";
import { isTold, WorkloadForm } from "./WorkloadForm";

export function WorkloadCard({ id, item }: { id: ItemId; item: WorkloadJson }) {
  return (
    <CardFrame
      id={id}
      item={item}
      mark={<Icon glyph={Activity} />}
      kind="workload"
      foot={
        <span title="Arrivals × mean lifetime × mean block, once steady, without burst and phases; and what is never freed.">
          {heldText(item.fields)}
        </span>
      }
    >
      <LoadPicture fields={item.fields} />
      <div className={s.body}>
        <WorkloadForm id={id} item={item} />
      </div>
      <OtherFindings id={id} shown={isTold} />
    </CardFrame>
  );
}

function heldText(fields: WorkloadJson["fields"]): string {
  const { steady, growth } = heldPages(fields);
  const held = `holds ≈ ${formatNumber(Math.round(steady))} pages once steady`;
  const kept = `${formatNumber(Math.round(growth))} pages/s for good`;
  if (growth < 0.5) return held;
  return steady < 0.5 ? `takes ≈ ${kept}` : `${held}, + ${kept}`;
}
