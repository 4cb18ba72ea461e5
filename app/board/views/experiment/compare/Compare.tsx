import {
  ANY_ORDER,
  formatNumber,
  type ItemId,
  MAX_STUDY_RUNS,
  type Measures,
  measureText,
  metricId,
  NEVER,
  type Spread,
  spreadOf,
} from "@carveout/model";
import { useState } from "react";
import { counted } from "../../../cards/figures";
import { itemName } from "../../../cards/item-name";
import { VariantBadge } from "../../../cards/VariantBadge";
import { Picture } from "../../../charts/picture/Picture";
import { useItem, usePlan, useSession, useStudy } from "../../../session";
import { MetricPicker } from "../study/MetricPicker";
import { type MetricChoice, measuresAt, metricChoices, unitOf } from "../study/measured";
import { StudyControls } from "../study/StudyControls";
import s from "../study/study.module.css";
import type { TabProps } from "../tab-props";
import { useMeasures } from "../use-shown";

const NO_COLUMNS: ReadonlyMap<string, Measures> = new Map();

/** Variants against profiles, workloads and seeds, each measured against the baseline. */
export function Compare({ id, shown }: TabProps) {
  const { variants, baseline, seeds, runs, pageSizeBytes } = shown;
  const plan = usePlan(id);
  const session = useSession();
  const study = useStudy(id, "comparison");
  const [metric, setMetric] = useState("failed");
  const [blockOrder, setOrder] = useState(ANY_ORDER);
  const choices = metricChoices(runs);
  const choice = choices.find(({ key }) => key === metric);
  const total = variants.length * plan.profiles.length * plan.workloads.length * seeds.length;
  const places = plan.profiles.flatMap((profile) =>
    plan.workloads.map((workload) => ({ profile, workload })),
  );
  const orders = Math.max(1, ...runs.map(({ live }) => live.series.unusable.length));
  const problem =
    total === 0
      ? "Wire a profile, a workload and a strategy to this experiment."
      : total > MAX_STUDY_RUNS
        ? `This would be ${formatNumber(total)} runs; a study has at most ${MAX_STUDY_RUNS}. Take fewer seeds, profiles or workloads.`
        : null;
  const columns = useMeasures(runs);
  // A stale table is shown as it was, whole.
  const isStale = study?.state === "stale";
  const measures = measuresAt(seeds, isStale ? NO_COLUMNS : columns, study?.cells, {
    profile: plan.profile ?? "",
    workload: plan.workload ?? "",
  });
  const spreadAt = (variant: string, place: (typeof places)[number]) => {
    const measured = seeds.map((seed) => measures(variant, seed, place)?.[metricId(metric, blockOrder)]);
    return spreadOf(measured.filter((value) => value !== undefined));
  };
  const nameOf = (item: ItemId) => {
    const found = session.items.item(item);
    return found === undefined || found.kind === "connector" ? "gone" : itemName(found);
  };
  const table = () => ({
    columns: [
      { name: "Profile and workload", unit: "" },
      ...variants.flatMap(({ head }) =>
        ["min", "median", "max"].map((end) => ({ name: `${head.letter} ${end}`, unit: choice?.unit ?? "" })),
      ),
    ],
    rows: places.map((place) => [
      `${nameOf(place.profile)}, ${nameOf(place.workload)}`,
      ...variants.flatMap(({ head }) => {
        const spread = spreadAt(head.variant, place);
        return [spread?.min ?? null, spread?.median ?? null, spread?.max ?? null];
      }),
    ]),
  });
  return (
    <>
      <section className={s.panel} aria-label="What is compared">
        <p>
          {counted(variants.length, "variant")} × {counted(plan.profiles.length, "profile")} ×{" "}
          {counted(plan.workloads.length, "workload")} × {counted(seeds.length, "seed")}. Wire further
          profiles and workloads to the experiment to widen the matrix.
        </p>
        <StudyControls id={id} kind="comparison" runs={total} problem={problem} />
        <MetricPicker
          choices={choices}
          metric={metric}
          blockOrder={blockOrder}
          orders={orders}
          onMetric={setMetric}
          onOrder={setOrder}
        />
      </section>
      <Picture
        title={`${choice?.label ?? metric}${choice?.byOrder && blockOrder !== ANY_ORDER ? `, order ${blockOrder}` : ""}`}
        subtitle={`middle of ${seeds.length} ${seeds.length === 1 ? "seed" : "seeds"}, against the baseline`}
        table={table}
      >
        <div className={s.scroll}>
          <table className={s.matrix} data-stale={isStale || undefined}>
            <thead>
              <tr>
                <th scope="col">Variant</th>
                {places.map((place) => (
                  <th scope="col" key={`${place.profile} ${place.workload}`}>
                    <ItemName id={place.profile} />, <ItemName id={place.workload} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {variants.map(({ head, look }) => (
                <tr key={head.variant}>
                  <th scope="row">
                    <span className={s.variant}>
                      <VariantBadge look={look} size={16} /> {head.name}
                      {head.variant === baseline && " (baseline)"}
                    </span>
                  </th>
                  {places.map((place) => (
                    <td key={`${place.profile} ${place.workload}`}>
                      <Cell
                        spread={spreadAt(head.variant, place)}
                        baseline={head.variant === baseline ? null : spreadAt(baseline, place)}
                        choice={choice}
                        unit={unitOf(choices, metric)}
                        pageSizeBytes={pageSizeBytes}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Picture>
    </>
  );
}

function ItemName({ id }: { id: ItemId }) {
  const item = useItem(id);
  return item === undefined || item.kind === "connector" ? "gone" : itemName(item);
}

/** The middle of the seeds, what it is against the baseline, and how far the seeds lie apart. */
function Cell(props: {
  spread: Spread | null;
  baseline: Spread | null;
  choice: MetricChoice | undefined;
  unit: MetricChoice["unit"];
  pageSizeBytes: number;
}) {
  const { spread, baseline, choice, unit, pageSizeBytes } = props;
  if (spread === null) return <span className={s.spread}>not run</span>;
  const text = (value: Spread["median"]) => measureText(value, unit, pageSizeBytes);
  const against = baseline?.median;
  const { median } = spread;
  const delta =
    against === undefined || against === NEVER || median === NEVER
      ? null
      : { by: median - against, of: against };
  const isBetter =
    delta === null || delta.by === 0 || !choice?.better
      ? undefined
      : delta.by > 0 === (choice.better === "more");
  return (
    <>
      <span className={s.value}>{text(median)}</span>
      {delta !== null && (
        <span className={s.delta} data-better={isBetter}>
          {delta.by === 0
            ? "same"
            : `${delta.by > 0 ? "+" : ""}${measureText(delta.by, unit)}${delta.of === 0 ? "" : `, ${delta.by > 0 ? "+" : ""}${formatNumber((delta.by / Math.abs(delta.of)) * 100, 1)} %`}`}
          {isBetter !== undefined && (isBetter ? " ▲ better" : " ▼ worse")}
        </span>
      )}
      {spread.count > 1 && (
        <span className={s.spread}>
          {text(spread.min)} to {text(spread.max)}, {spread.count} seeds
        </span>
      )}
    </>
  );
}
