import { formatNumber, type ItemId, type WorkloadFieldsJson } from "@carveout/model";
import { Suspense } from "react";
import { late } from "../../../ui/late";
import { Fold } from "../Fold";
import { percentText } from "../figures";
import { Chips } from "./Chips";
import { classShares } from "./class-shares";

const MixForm = late(() => import("./MixForm").then((loaded) => ({ default: loaded.MixForm })));

/** Who asks, as chips with their share; unfolded, weight and lifetime of every class. */
export function Mix({ id, fields }: { id: ItemId; fields: WorkloadFieldsJson }) {
  const asked = classShares(fields).filter(({ share }) => share > 0);
  return (
    <Fold
      summary={
        <>
          Mix
          <Chips
            chips={asked.map(({ info, weight, share }) => ({
              key: info.key,
              name: info.label,
              share,
              title: `${info.label}, weight ${formatNumber(weight)}: ${percentText(share, 1)}. ${info.help}`,
            }))}
          />
        </>
      }
    >
      <Suspense>
        <MixForm id={id} fields={fields} />
      </Suspense>
    </Fold>
  );
}
