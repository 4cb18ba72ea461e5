import type { ItemId } from "@carveout/model";
import { EmptyExperiment } from "../../cards/experiment/EmptyExperiment";
import { FailureLine } from "../../cards/experiment/FailureLine";
import { Families } from "../../cards/experiment/families/Families";
import { OrderTable } from "../../cards/experiment/OrderTable";
import { Panics } from "../../cards/experiment/Panics";
import { Provenance } from "../../cards/experiment/Provenance";
import { ResultCharts } from "../../cards/experiment/ResultCharts";
import { metadataLabel } from "../../cards/experiment/split";
import { useExperiment } from "../../cards/experiment/use-experiment";
import { VariantColumn } from "../../cards/experiment/VariantColumn";
import s from "./view.module.css";

export function Comparison({ id }: { id: ItemId }) {
  const experiment = useExperiment(id);
  const { variants, pageSizeBytes } = experiment;
  if (variants.length === 0) return <EmptyExperiment />;
  const memories = variants.flatMap(({ column }) => (column.memory === null ? [] : [column.memory]));
  return (
    <>
      <div className={s.body}>
        <div className={s.rows}>
          <section className={s.panel}>
            <div
              className={s.columns}
              style={{ gridTemplateColumns: `repeat(${variants.length}, minmax(200px, 1fr))` }}
            >
              {variants.map((variant) => (
                <VariantColumn
                  key={variant.head.variant}
                  experiment={id}
                  variant={variant}
                  metadata={metadataLabel(memories)}
                  pageSizeBytes={pageSizeBytes}
                />
              ))}
            </div>
          </section>
          <section className={s.panel}>
            <ResultCharts experiment={experiment} />
          </section>
          <section className={s.panel}>
            <OrderTable experiment={experiment} />
          </section>
          <section className={s.panel}>
            <Families experiment={experiment} />
          </section>
        </div>
        <aside className={s.aside} aria-label="Causes">
          <section className={s.panel}>
            <Panics experiment={experiment} />
            <FailureLine experiment={experiment} />
          </section>
        </aside>
      </div>
      <footer className={s.foot}>
        <Provenance experiment={experiment} />
      </footer>
    </>
  );
}
