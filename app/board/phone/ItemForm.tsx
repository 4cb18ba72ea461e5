import {
  EXPERIMENT_FIELDS,
  type FieldSpec,
  type Fields,
  IMAGE_FIELDS,
  INK_FIELDS,
  type ItemId,
  MAX_LABEL_LENGTH,
  MAX_NOTE_LENGTH,
  MAX_TEXT_LENGTH,
  type NoteJson,
  type PlacedJson,
  paramsOf,
  SHAPE_FIELDS,
  type ShapeJson,
  strategyOf,
  TEXT_FIELDS,
  type TextJson,
} from "@carveout/model";
import { Suspense } from "react";
import { referencePath } from "../../docs/reference-path";
import { Button } from "../../ui/Button";
import { late } from "../../ui/late";
import { Markdown } from "../../ui/Markdown";
import { OtherFindings } from "../cards/OtherFindings";
import { BankTable } from "../cards/profile/BankTable";
import { ProfileForm } from "../cards/profile/ProfileForm";
import { pageSizeOf } from "../cards/profile/page-size";
import { isTold as isToldOfProfile } from "../cards/profile/profile-parts";
import { isTold, WorkloadForm } from "../cards/workload/WorkloadForm";
import { Field } from "../fields";
import { useCanEdit } from "../session";
import { openView } from "../views/view";
import s from "./phone.module.css";

const TextEditor = late(() => import("../editor/TextEditor"));

const WRITTEN = {
  note: { label: "Note", maxLength: MAX_NOTE_LENGTH },
  text: { label: "Text", maxLength: MAX_TEXT_LENGTH },
  shape: { label: "Label", maxLength: MAX_LABEL_LENGTH },
};

/** Every field of an item, by its kind: the same fields as on its card. */
export function ItemForm({ id, item }: { id: ItemId; item: PlacedJson }) {
  switch (item.kind) {
    case "profile": {
      const { fields } = item;
      return (
        <>
          <BankTable id={id} banks={fields.banks ?? {}} pageSizeBytes={pageSizeOf(item)} />
          <ProfileForm id={id} item={item} />
          <OtherFindings id={id} shown={isToldOfProfile} />
        </>
      );
    }
    case "strategy": {
      const description = strategyOf(item.family, item.type);
      const params = description === undefined ? [] : paramsOf(description);
      return (
        <>
          <p className={s.summary}>{description?.summary}</p>
          {params.map((spec) => (
            <Field key={spec.key} item={id} field={spec.key} spec={spec} written={item.fields[spec.key]} />
          ))}
          <OtherFindings id={id} shown={(field) => params.some((p) => p.key === field)} />
          {description && (
            <a className={s.link} href={referencePath(item.family, item.type)} target="_blank" rel="noopener">
              How it works
            </a>
          )}
        </>
      );
    }
    case "workload":
      return (
        <>
          <WorkloadForm id={id} item={item} />
          <OtherFindings id={id} shown={isTold} />
        </>
      );
    case "experiment":
      return EXPERIMENT_FIELDS.map((spec) => (
        <Field
          key={spec.key}
          item={id}
          field={spec.key}
          spec={spec}
          written={item.fields[spec.key as "seed"]}
        />
      ));
    case "proposal":
      return <Button onClick={() => openView({ name: "proposal", item: id })}>Open the mails</Button>;
    case "note":
      return <WrittenForm id={id} item={item} />;
    case "text":
      return (
        <>
          <WrittenForm id={id} item={item} />
          <PlainForm id={id} specs={TEXT_FIELDS} fields={item.fields} />
        </>
      );
    case "shape":
      return (
        <>
          <WrittenForm id={id} item={item} />
          <PlainForm id={id} specs={SHAPE_FIELDS} fields={item.fields} />
        </>
      );
    case "ink":
      return <PlainForm id={id} specs={INK_FIELDS} fields={item.fields} />;
    case "image":
      return <PlainForm id={id} specs={IMAGE_FIELDS} fields={item.fields} />;
    case "frame":
      return null;
  }
}

function PlainForm({ id, specs, fields }: { id: ItemId; specs: readonly FieldSpec[]; fields: Fields }) {
  return specs.map((spec) => (
    <Field key={spec.key} item={id} field={spec.key} spec={spec} written={fields[spec.key]} />
  ));
}

function WrittenForm({ id, item }: { id: ItemId; item: NoteJson | TextJson | ShapeJson }) {
  const canEdit = useCanEdit();
  const { label, maxLength } = WRITTEN[item.kind];
  return (
    <div className={s.noteForm}>
      {canEdit ? (
        <Suspense>
          <TextEditor id={id} label={label} maxLength={maxLength} isMarkdown={item.kind !== "shape"} />
        </Suspense>
      ) : (
        <Markdown text={item.text} />
      )}
    </div>
  );
}
