import {
  EXPECTATION_FIELDS,
  type Expectation,
  type ExperimentJson,
  expectationText,
  type FieldSpec,
  type ItemId,
  keyAbove,
  MAX_EXPECTATIONS,
  type MetricUnit,
} from "@carveout/model";
import Check from "lucide-react/icons/check";
import Hourglass from "lucide-react/icons/hourglass";
import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import X from "lucide-react/icons/x";
import { useState } from "react";
import { Chip } from "../../../../ui/Chip";
import { IconButton } from "../../../../ui/IconButton";
import { TextButton } from "../../../../ui/TextButton";
import { asStep, Field } from "../../../fields";
import { useCanEdit, useSession, useStudy } from "../../../session";
import c from "../causes/causes.module.css";
import { type MetricChoice, metricChoices, unitOf } from "../study/measured";
import type { ShownInView } from "../use-shown";
import s from "./expectations.module.css";
import { useJudged } from "./use-judged";

const STATES = {
  met: { tone: "ok", glyph: Check },
  "not met": { tone: "err", glyph: X },
  "not yet": { tone: "outline", glyph: Hourglass },
} as const;

/** What people expect the runs to show, as sentences on the board that turn out met or not. */
export function ExpectationsPanel(props: { id: ItemId; item: ExperimentJson; shown: ShownInView }) {
  const { id, item, shown } = props;
  const session = useSession();
  const canEdit = useCanEdit();
  const study = useStudy(id, "comparison");
  const [edited, setEdited] = useState<string | null>(null);
  const heads = shown.variants.map(({ head }) => head);
  const judged = useJudged(id, item, shown);
  const isWaiting = judged.some(({ state }) => state === "not yet") && shown.seeds.length > 1;
  const add = () => {
    asStep(session, () =>
      setEdited(
        session.edits.addRow(id, ["expectations"], {
          order: keyAbove(Object.values(item.fields.expectations ?? {}).map((row) => row.order)),
          variant: heads[0]?.variant ?? "",
          metric: "failed",
          value: 0,
        }),
      ),
    );
  };
  return (
    <section className={c.panel} aria-labelledby="expectations-title">
      <header className={c.head}>
        <h2 id="expectations-title">Expectations</h2>
        <span className={s.count}>
          {judged.length === 0
            ? ""
            : `${judged.filter(({ state }) => state === "met").length} of ${judged.length} met`}
        </span>
        {canEdit && (
          <IconButton
            glyph={Plus}
            size={14}
            name="Add an expectation"
            side="bottom-end"
            disabled={judged.length >= MAX_EXPECTATIONS || heads.length === 0}
            onClick={add}
          />
        )}
      </header>
      {judged.length === 0 && (
        <p className={c.none}>
          None stated. Say what a variant has to show; every run is held against it, on the command line too.
        </p>
      )}
      {judged.map(({ expectation, state, measured }) => (
        <div key={expectation.key} className={s.row}>
          <div className={s.line}>
            <Chip tone={STATES[state].tone} glyph={STATES[state].glyph}>
              {state}
            </Chip>
            <span className={s.words}>
              {expectationText(expectation, heads, shown.seeds.length)}
              <small>{measured === "" ? "nothing measured yet" : `measured: ${measured}`}</small>
            </span>
            {canEdit && (
              <>
                <TextButton
                  aria-expanded={edited === expectation.key}
                  onClick={() => setEdited(edited === expectation.key ? null : expectation.key)}
                >
                  {edited === expectation.key ? "Done" : "Edit"}
                </TextButton>
                <IconButton
                  glyph={Trash2}
                  size={14}
                  name="Remove the expectation"
                  side="left"
                  onClick={() =>
                    asStep(session, () => session.edits.removeRow(id, ["expectations"], expectation.key))
                  }
                />
              </>
            )}
          </div>
          {canEdit && edited === expectation.key && (
            <Form
              id={id}
              expectation={expectation}
              written={item.fields.expectations?.[expectation.key] ?? {}}
              heads={heads}
              choices={metricChoices(shown.runs)}
            />
          )}
        </div>
      ))}
      {isWaiting && study?.state !== "running" && (
        <p className={c.none}>
          {shown.seeds.length - 1} more {shown.seeds.length === 2 ? "seed has" : "seeds have"} to run.{" "}
          <TextButton onClick={() => session.requestStudy(id, "comparison", "run")}>Run them</TextButton>
        </p>
      )}
      {study?.state === "running" && (
        <p className={c.none} role="status">
          {study.done} of {study.total} runs are over.
        </p>
      )}
    </section>
  );
}

/** The parts of the sentence as fields. */
function Form(props: {
  id: ItemId;
  expectation: Expectation;
  written: Readonly<Record<string, string | number | boolean>>;
  heads: readonly { variant: string; letter: string; name: string }[];
  choices: readonly MetricChoice[];
}) {
  const { id, expectation, written, heads, choices } = props;
  const metric = choices.find(({ key }) => key === expectation.metric);
  const specs = EXPECTATION_FIELDS.flatMap((spec): FieldSpec[] => {
    switch (spec.key) {
      case "variant":
        return [
          {
            ...spec,
            type: "enum",
            options: [
              { value: "", label: "Every variant" },
              ...heads.map(({ variant, letter, name }) => ({ value: variant, label: `${letter} ${name}` })),
            ],
          },
        ];
      case "metric":
        return [{ ...spec, type: "enum", options: choices.map(({ key, label }) => ({ value: key, label })) }];
      case "blockOrder":
        return metric?.byOrder ? [spec] : [];
      case "value":
        return [{ ...spec, unit: UNITS[unitOf(choices, expectation.metric)] }];
      default:
        return [spec];
    }
  });
  return (
    <div className={s.form}>
      {specs.map((spec) => (
        <Field
          key={spec.key}
          item={id}
          field={`expectations.${expectation.key}.${spec.key}`}
          spec={spec}
          written={written[spec.key]}
        />
      ))}
    </div>
  );
}

const UNITS: Readonly<Record<MetricUnit, string>> = {
  pages: "pages",
  bytes: "B",
  count: "",
  percent: "%",
  ms: "ms",
  permille: "of 1,000",
};
