import { type FieldSpec, type ItemId, REQUEST_CLASSES, type WorkloadFieldsJson } from "@carveout/model";
import { Field } from "../../fields";
import { classValue } from "./class-shares";
import s from "./workload.module.css";

/** Weight of every class, and how long its blocks live where it asks for any. */
export function MixForm({ id, fields }: { id: ItemId; fields: WorkloadFieldsJson }) {
  return REQUEST_CLASSES.map((info) => {
    const written = fields.classes?.[info.key];
    const kind = classValue(info, written, "lifetime");
    const isAsked = Number(classValue(info, written, "weight")) > 0;
    const hasMean = kind !== "workload" && kind !== "never";
    const shown = (spec: FieldSpec) =>
      spec.key === "weight" ||
      ((isAsked || written?.[spec.key] !== undefined) && (spec.key !== "lifetimeMeanMs" || hasMean));
    return (
      <div key={info.key} className={s.class} title={info.help}>
        {info.fields.filter(shown).map((spec) => (
          <Field
            key={spec.key}
            item={id}
            field={`classes.${info.key}.${spec.key}`}
            spec={spec}
            written={written?.[spec.key]}
          />
        ))}
      </div>
    );
  });
}
