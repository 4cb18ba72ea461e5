import { useMemo } from "react";
import { FamilySection } from "../../../cards/experiment/families/FamilySection";
import { familyResults } from "../../../cards/experiment/families/family-results";
import { OrderTable } from "../../../cards/experiment/OrderTable";
import { Panics } from "../../../cards/experiment/Panics";
import { orderShares } from "../../../cards/workload/offered-load";
import { useItem, usePlan } from "../../../session";
import type { TabProps } from "../tabs";
import s from "../view.module.css";
import { FailuresPicture } from "./FailuresPicture";
import { FreePicture } from "./FreePicture";
import { IndexPicture } from "./IndexPicture";
import { LinePicture } from "./LinePicture";
import { MemoryPicture } from "./MemoryPicture";
import { OrdersPicture } from "./OrdersPicture";

/** What the runs say, row by row, on the one clock. */
export function Figures({ id, shown }: TabProps) {
  const { variants, runs, pageSizeBytes, durationMs } = shown;
  const workload = useItem(usePlan(id).workload ?? "");
  const families = useMemo(
    () =>
      familyResults(runs.map(({ variant, live }) => ({ ...variant, column: { ...variant.column, live } }))),
    [runs],
  );
  const orders = orderShares(workload?.kind === "workload" ? workload.fields : {});
  const experiment = { variants: [...variants], pageSizeBytes, durationMs, orders };
  return (
    <>
      <MemoryPicture shown={shown} />
      <Panics experiment={experiment} />
      {runs.length > 0 && (
        <>
          <FreePicture shown={shown} />
          <OrdersPicture shown={shown} />
          <IndexPicture shown={shown} />
          <FailuresPicture shown={shown} />
        </>
      )}
      <section className={s.panel}>
        <OrderTable experiment={experiment} />
      </section>
      {families.map((family) => (
        <FamilyRows key={family.family} family={family} shown={shown} experiment={experiment} />
      ))}
    </>
  );
}

function FamilyRows(props: {
  family: ReturnType<typeof familyResults>[number];
  shown: TabProps["shown"];
  experiment: Parameters<typeof FamilySection>[0]["experiment"];
}) {
  const { family, shown, experiment } = props;
  return (
    <>
      {family.isAsked &&
        family.gauges.map(({ key, label, unit, lines }) => (
          <LinePicture
            key={key}
            title={label}
            subtitle={family.title}
            unit={unit}
            lines={lines}
            shown={shown}
          />
        ))}
      {family.rows.length > 0 && (
        <section className={s.panel}>
          <FamilySection
            result={{ ...family, gauges: family.isAsked ? [] : family.gauges }}
            experiment={experiment}
          />
        </section>
      )}
    </>
  );
}
