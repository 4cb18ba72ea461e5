import { useId, useMemo, useState } from "react";
import { QuantityChart } from "../../../charts/QuantityChart";
import { Fold } from "../../Fold";
import type { ShownExperiment } from "../use-experiment";
import { FigureTable } from "./FigureTable";
import s from "./families.module.css";
import type { FamilyResult } from "./family-results";

/** One family: its figures at the end of the runs or so far, and folded, how they came about. */
export function FamilySection({ result, experiment }: { result: FamilyResult; experiment: ShownExperiment }) {
  const titleId = useId();
  const { title, rows, gauges } = result;
  const isSoFar = experiment.variants.some(({ column }) => column.certainty === "so far");
  return (
    <section className={s.family} aria-labelledby={titleId}>
      <h2 className={s.head} id={titleId}>
        {title} <small>{isSoFar ? "so far" : "at the end of the run"}</small>
      </h2>
      {rows.length > 0 && <FigureTable result={result} experiment={experiment} />}
      {gauges.length > 0 && (
        <div className={s.fold}>
          <Fold
            summary={
              <>
                Over time <span className={s.names}>{gauges.map(({ label }) => label).join(", ")}</span>
              </>
            }
          >
            <Gauges result={result} experiment={experiment} />
          </Fold>
        </div>
      )}
    </section>
  );
}

function Gauges({ result, experiment }: { result: FamilyResult; experiment: ShownExperiment }) {
  const { pageSizeBytes, durationMs } = experiment;
  const [tMs, set] = useState<number | null>(null);
  const clock = useMemo(() => ({ tMs, set }), [tMs]);
  return (
    <div className={s.charts}>
      {result.gauges.map(({ key, label, unit, lines }) => (
        <QuantityChart
          key={key}
          title={label}
          unit={unit}
          lines={lines}
          pageSizeBytes={pageSizeBytes}
          durationMs={durationMs}
          clock={clock}
        />
      ))}
    </div>
  );
}
