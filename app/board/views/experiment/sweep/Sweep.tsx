import {
  ANY_ORDER,
  axesOf,
  cellKey,
  crossovers,
  formatNumber,
  formatValue,
  keyAbove,
  MAX_AXES,
  type Measures,
  metricId,
  NEVER,
  planStudy,
  spreadOf,
  sweepAxes,
} from "@carveout/model";
import Plus from "lucide-react/icons/plus";
import { useMemo, useState } from "react";
import { Button } from "../../../../ui/Button";
import { asStep } from "../../../fields";
import { useCanEdit, usePlan, useSession, useStudy } from "../../../session";
import { MetricPicker } from "../study/MetricPicker";
import { metricChoices, unitOf } from "../study/measured";
import { StudyControls } from "../study/StudyControls";
import s from "../study/study.module.css";
import type { TabProps } from "../tab-props";
import { AxisEditor } from "./AxisEditor";
import { CurvePicture } from "./CurvePicture";
import { MapPicture } from "./MapPicture";
import { sweptParameters } from "./parameters";

/** A place between two points is known to three digits at most. */
function rounded(value: number, type: string): number {
  const digits = Number(value.toPrecision(3));
  return type === "number" ? digits : Math.round(digits);
}

/** One or two parameters over their values: curves or a heat map of every variant, which fill as the runs come. */
export function Sweep({ id, item, shown }: TabProps) {
  const { variants, seeds, runs, pageSizeBytes } = shown;
  const session = useSession();
  const canEdit = useCanEdit();
  const plan = usePlan(id);
  const study = useStudy(id, "sweep");
  const [metric, setMetric] = useState("failed");
  const [blockOrder, setOrder] = useState(ANY_ORDER);
  const axes = axesOf(item);
  const choices = metricChoices(runs);
  const choice = choices.find(({ key }) => key === metric);
  const wired = [plan.profile, plan.workload, ...plan.columns.flatMap(({ strategies }) => strategies)];
  const items = [...new Set(wired)].flatMap((one) => {
    const found = one === null ? undefined : session.items.item(one);
    return one === null || found === undefined ? [] : [[one, found] as const];
  });
  const planned = planStudy(session.items, id, "sweep");
  const swept = sweepAxes(session.items, id);
  const name = metricId(metric, blockOrder);
  const valueAt = useMemo(() => {
    const cells = study?.cells;
    return (variant: string, at: readonly number[]) => {
      const place = { profile: plan.profile ?? "", workload: plan.workload ?? "", variant, at };
      const measured = seeds.map((seed) => cells?.get(cellKey({ ...place, seed }))?.measures?.[name]);
      return spreadOf(measured.filter((value): value is Measures[string] => value !== undefined));
    };
  }, [study, plan, seeds, name]);
  const add = () =>
    asStep(session, () =>
      session.edits.addRow(id, ["sweep"], {
        order: keyAbove(Object.values(item.fields.sweep ?? {}).map((row) => row.order)),
      }),
    );
  const orders = Math.max(1, ...runs.map(({ live }) => live.series.unusable.length));
  const unit = unitOf(choices, metric);
  const title = `${choice?.label ?? metric}${choice?.byOrder && blockOrder !== ANY_ORDER ? `, order ${blockOrder}` : ""}`;
  const [x, y] = "problem" in swept ? [] : swept;
  const shared = { title, unit, variants, valueAt, pageSizeBytes, isStale: study?.state === "stale" };
  const lines = x !== undefined && y === undefined ? crossingLines() : [];
  function crossingLines(): string[] {
    if (x === undefined || !choice?.better) return [];
    const numbers = (variant: string) =>
      x.values.map((value) => {
        const median = valueAt(variant, [value])?.median;
        return median === undefined || median === NEVER ? null : median;
      });
    const curves = variants.map(({ head }) => ({ letter: head.letter, values: numbers(head.variant) }));
    return crossovers(x.values, curves, choice.better, x.axis.scale).map(({ below, above, x: at }) => {
      const where = formatValue(x.spec, rounded(at, x.spec.type));
      return `${below} beats ${above} below ${where}; ${above} beats ${below} above it.`;
    });
  }
  return (
    <>
      <section className={s.panel} aria-label="What is swept">
        {axes.length === 0 && (
          <p>
            Choose a number of the profile, the workload or a strategy, and the values that it takes. Every
            variant runs at every value.
          </p>
        )}
        {axes.map((axis) => (
          <AxisEditor
            key={axis.key}
            id={id}
            axis={axis}
            written={item.fields.sweep?.[axis.key] ?? {}}
            groups={sweptParameters(items)}
          />
        ))}
        {canEdit && axes.length < MAX_AXES && (
          <div>
            <Button glyph={Plus} onClick={add}>
              {axes.length === 0 ? "Sweep a parameter" : "Add a second parameter"}
            </Button>
          </div>
        )}
        {axes.length > 0 && (
          <>
            <StudyControls
              id={id}
              kind="sweep"
              runs={"cells" in planned ? planned.cells.length : 0}
              problem={"problem" in planned ? planned.problem : null}
            />
            <MetricPicker
              choices={choices}
              metric={metric}
              blockOrder={blockOrder}
              orders={orders}
              onMetric={setMetric}
              onOrder={setOrder}
            />
          </>
        )}
      </section>
      {x !== undefined &&
        (y === undefined ? (
          <CurvePicture {...shared} x={x} seeds={seeds.length} />
        ) : (
          <MapPicture {...shared} x={x} y={y} />
        ))}
      {lines.length > 0 && (
        <section className={s.panel} aria-label="Crossovers">
          <h2>Where the better one changes</h2>
          <ul className={s.crossovers}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p>
            {formatNumber(x?.values.length ?? 0)} points; between two of them the lines are taken as straight.
          </p>
        </section>
      )}
    </>
  );
}
