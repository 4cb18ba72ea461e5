import { useMemo } from "react";
import { FamilySection } from "../../../cards/experiment/families/FamilySection";
import { familyResults } from "../../../cards/experiment/families/family-results";
import { OrderTable } from "../../../cards/experiment/OrderTable";
import { Panics } from "../../../cards/experiment/Panics";
import type { OrderShare } from "../../../cards/workload/offered-load";
import type { ShownInView } from "../use-shown";
import s from "../view.module.css";
import { FailuresPicture } from "./FailuresPicture";
import { FreePicture } from "./FreePicture";
import { IndexPicture } from "./IndexPicture";
import { LinePicture } from "./LinePicture";
import { MemoryPicture } from "./MemoryPicture";
import { OrdersPicture } from "./OrdersPicture";

/** What the runs say, row by row, on the one clock. */
export function Rows({ shown }: { shown: ShownInView }) {
  const { runs, pageSizeBytes, durationMs } = shown;
  const told = useMemo(
    () => runs.map(({ variant, live }) => ({ ...variant, column: { ...variant.column, live } })),
    [runs],
  );
  const families = useMemo(() => familyResults(told), [told]);
  const experiment = { variants: told, pageSizeBytes, durationMs, orders: ordersIn(runs) };
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
          <section className={s.panel}>
            <OrderTable experiment={experiment} />
          </section>
        </>
      )}
      {families.map((family) => (
        <FamilyRows key={family.family} family={family} shown={shown} experiment={experiment} />
      ))}
    </>
  );
}

/** The orders that any of the runs was asked for, with their share of all requests. */
function ordersIn(runs: ShownInView["runs"]): OrderShare[] {
  const requested = new Map<number, number>();
  for (const { live } of runs)
    for (const counts of live.orders)
      if (counts.requested > 0)
        requested.set(counts.order, (requested.get(counts.order) ?? 0) + counts.requested);
  const all = [...requested.values()].reduce((sum, count) => sum + count, 0);
  return [...requested]
    .sort(([a], [b]) => a - b)
    .map(([order, count]) => ({ order, weight: count, share: count / all }));
}

function FamilyRows(props: {
  family: ReturnType<typeof familyResults>[number];
  shown: ShownInView;
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
