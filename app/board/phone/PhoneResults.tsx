import FlaskConical from "lucide-react/icons/flask-conical";
import { useMemo, useState } from "react";
import { FailureLine } from "../cards/experiment/FailureLine";
import { Families } from "../cards/experiment/families/Families";
import { Panics } from "../cards/experiment/Panics";
import { Provenance } from "../cards/experiment/Provenance";
import { chartRuns } from "../cards/experiment/ResultCharts";
import { kindsIn } from "../cards/experiment/split";
import { type ShownExperiment, useExperiment } from "../cards/experiment/use-experiment";
import { itemName } from "../cards/item-name";
import { KindLegend } from "../cards/KindLegend";
import { FreeMemoryChart } from "../charts/FreeMemoryChart";
import { useItem, useItemIds } from "../session";
import { openView } from "../views/view";
import s from "./phone.module.css";
import { Section } from "./Section";
import { VariantResult } from "./VariantResult";

export function PhoneResults() {
  const ids = useItemIds("experiment");
  if (ids.length === 0)
    return (
      <p className={s.empty}>
        No run yet. An experiment on the board, wired to a profile and a workload, shows here.
      </p>
    );
  return ids.map((id) => <ExperimentResult key={id} id={id} />);
}

function ExperimentResult({ id }: { id: string }) {
  const item = useItem(id);
  const experiment = useExperiment(id);
  if (item?.kind !== "experiment") return null;
  const { variants, pageSizeBytes } = experiment;
  const [first] = variants;
  if (first === undefined)
    return (
      <Section glyph={FlaskConical} title={itemName(item)}>
        <p className={s.row}>
          <span className={s.quiet}>No run yet. Wire a strategy to this experiment.</span>
        </p>
      </Section>
    );
  const memories = variants.flatMap(({ column }) => (column.memory === null ? [] : [column.memory]));
  return (
    <>
      <Section
        glyph={FlaskConical}
        title={itemName(item)}
        onOpen={() => openView({ name: "experiment", item: id })}
      >
        <div className={s.results}>
          {variants.map((variant) => (
            <VariantResult
              experiment={id}
              key={variant.head.variant}
              variant={variant}
              baseline={first}
              pageSizeBytes={pageSizeBytes}
            />
          ))}
          <KindLegend kinds={kindsIn(memories)} />
        </div>
      </Section>
      <Panics experiment={experiment} />
      <Curve experiment={experiment} />
      <section className={s.section} aria-label="Failures">
        <FailureLine experiment={experiment} />
        <div className={s.provenance}>
          <Provenance experiment={experiment} />
        </div>
      </section>
      <div className={`${s.section} ${s.families}`}>
        <Families experiment={experiment} />
      </div>
    </>
  );
}

function Curve({ experiment }: { experiment: ShownExperiment }) {
  const { variants, pageSizeBytes, durationMs } = experiment;
  const [tMs, set] = useState<number | null>(null);
  const clock = useMemo(() => ({ tMs, set }), [tMs]);
  const runs = useMemo(() => chartRuns(variants), [variants]);
  return (
    <div className={`${s.section} ${s.curve}`}>
      <FreeMemoryChart runs={runs} pageSizeBytes={pageSizeBytes} durationMs={durationMs} clock={clock} />
    </div>
  );
}
