import { formatNumber, type ItemId, type WorkloadJson } from "@carveout/model";
import Activity from "lucide-react/icons/activity";
import { Icon } from "../../../ui/Icon";
import { CardFrame } from "../CardFrame";
import s from "../cards.module.css";
import { OtherFindings } from "../OtherFindings";
import { steadyPages } from "./held-pages";
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
        <span title="Arrivals × mean lifetime × mean block, once steady; without burst, phases and what is never freed.">
          holds ≈ {formatNumber(Math.round(steadyPages(item.fields)))} pages once steady
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
