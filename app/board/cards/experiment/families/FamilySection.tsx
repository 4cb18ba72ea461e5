import { useId, useMemo, useState } from "react";
import { QuantityChart } from "../../../charts/QuantityChart";
import { Fold } from "../../Fold";
import type { ShownExperiment } from "../use-experiment";
import { FigureTable } from "./FigureTable";
import s from "./families.module.css";
import type { FamilyResult } from "./family-results";

/** One family: its figures at the end of the runs or so far, and how they came about. Folded where no variant asks its question. */
export function FamilySection({ result, experiment }: { result: FamilyResult; experiment: ShownExperiment }) {
  const titleId = useId();
  const { title, isAsked } = result;
  const isSoFar = experiment.variants.some(({ column }) => column.certainty === "so far");
  const when = isSoFar ? "so far" : "at the end of the run";
  return (
    <section className={s.family} aria-labelledby={titleId}>
      {isAsked ? (
        <>
          <h2 className={s.head} id={titleId}>
            {title} <small>{when}</small>
          </h2>
          <Told result={result} experiment={experiment} />
        </>
      ) : (
        <Fold
          summary={
            <>
              <b className={s.head} id={titleId}>
                {title}
              </b>
              <span className={s.names}>as the profile's own kernel has it, {when}</span>
            </>
          }
        >
          <Told result={result} experiment={experiment} />
        </Fold>
      )}
    </section>
  );
}

function Told({ result, experiment }: { result: FamilyResult; experiment: ShownExperiment }) {
  const { rows, gauges } = result;
  return (
    <>
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
    </>
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
