import { EXPERIMENT_FIELDS, type ExperimentJson, type ItemId } from "@carveout/model";
import FlaskConical from "lucide-react/icons/flask-conical";
import Loader from "lucide-react/icons/loader";
import Maximize2 from "lucide-react/icons/maximize-2";
import Trash2 from "lucide-react/icons/trash-2";
import { Suspense } from "react";
import { Chip } from "../../../ui/Chip";
import { Icon } from "../../../ui/Icon";
import { IconButton } from "../../../ui/IconButton";
import { late } from "../../../ui/late";
import { asStep, Field } from "../../fields";
import { useCanEdit, useSession } from "../../session";
import { openView } from "../../views/view";
import { CardFrame } from "../CardFrame";
import { KindLegend } from "../KindLegend";
import { OtherFindings } from "../OtherFindings";
import { EmptyExperiment } from "./EmptyExperiment";
import s from "./experiment.module.css";
import { FailureLine } from "./FailureLine";
import { Families } from "./families/Families";
import { OrderTable } from "./OrderTable";
import { Panics } from "./Panics";
import { Provenance } from "./Provenance";
import { kindsIn, metadataLabel } from "./split";
import { underWay, useExperiment } from "./use-experiment";
import { VariantColumn } from "./VariantColumn";

const ResultCharts = late(() =>
  import("./ResultCharts").then((module) => ({ default: module.ResultCharts })),
);

const CardExpectations = late(() =>
  import("../../views/experiment/expectations/ExpectationsChip").then((module) => ({
    default: module.CardExpectations,
  })),
);

export function ExperimentCard({ id, item }: { id: ItemId; item: ExperimentJson }) {
  const experiment = useExperiment(id);
  const session = useSession();
  const canEdit = useCanEdit();
  const { variants, pageSizeBytes } = experiment;
  const busy = underWay(variants);
  const memories = variants.flatMap(({ column }) => (column.memory === null ? [] : [column.memory]));
  return (
    <CardFrame
      id={id}
      item={item}
      mark={<Icon glyph={FlaskConical} />}
      kind="experiment"
      chips={
        <>
          {busy !== null && (
            <Chip tone="accent" glyph={Loader}>
              {busy}
            </Chip>
          )}
          {Object.keys(item.fields.expectations ?? {}).length > 0 && (
            <Suspense>
              <CardExpectations id={id} item={item} />
            </Suspense>
          )}
          <IconButton
            glyph={Maximize2}
            name="Open"
            hint="Enter"
            size={14}
            side="bottom-end"
            onClick={() => openView({ name: "experiment", item: id })}
          />
        </>
      }
      menu={variants.map(({ head }) => ({
        label: `Remove variant ${head.letter}, ${head.name}`,
        glyph: Trash2,
        disabled: !canEdit,
        onSelect: () => asStep(session, () => session.edits.removeVariant(id, head.variant)),
      }))}
      foot={<Provenance experiment={experiment} />}
    >
      {variants.length === 0 ? (
        <EmptyExperiment />
      ) : (
        <>
          <div
            className={s.columns}
            style={{ gridTemplateColumns: `repeat(${variants.length}, minmax(0, 1fr))` }}
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
          <div className={s.legend}>
            <KindLegend kinds={kindsIn(memories)} />
            <Seed id={id} item={item} />
          </div>
          <Suspense fallback={<div className={s.chartsToCome} />}>
            <ResultCharts experiment={experiment} />
          </Suspense>
          <OrderTable experiment={experiment} />
          <Panics experiment={experiment} />
          <FailureLine experiment={experiment} />
          <Families experiment={experiment} />
        </>
      )}
      <OtherFindings id={id} shown={(field) => EXPERIMENT_FIELDS.some((spec) => spec.key === field)} />
    </CardFrame>
  );
}

const SEED = EXPERIMENT_FIELDS.find(({ key }) => key === "seed");

function Seed({ id, item }: { id: ItemId; item: ExperimentJson }) {
  return SEED && <Field item={id} field={SEED.key} spec={SEED} written={item.fields.seed} />;
}
