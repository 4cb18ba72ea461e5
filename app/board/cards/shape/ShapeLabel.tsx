import { type ItemId, MAX_LABEL_LENGTH, type ShapeJson } from "@carveout/model";
import { Suspense } from "react";
import { late } from "../../../ui/late";
import { useCanEdit, useSignal } from "../../session";
import { closePart, opened } from "../opened";
import s from "./shape.module.css";

const TextEditor = late(() => import("../../editor/TextEditor"));

/** A shape's label while it is written, over the shape as it is drawn. */
export function ShapeLabel({ id, item }: { id: ItemId; item: ShapeJson }) {
  const canEdit = useCanEdit();
  const open = useSignal(opened);
  if (!canEdit || open?.item !== id) return null;
  const isLine = item.fields.form === "line" || item.fields.form === "arrow";
  const isFilled = item.fields.fill === "solid" && !isLine;
  return (
    <div
      className={s.label}
      style={{ height: item.geo.h, color: isFilled ? "var(--v-ink)" : "var(--ink)" }}
      data-form={item.fields.form ?? "rectangle"}
    >
      <div className={s.words}>
        <Suspense>
          <TextEditor id={id} label="Label" maxLength={MAX_LABEL_LENGTH} onDone={closePart} />
        </Suspense>
      </div>
    </div>
  );
}
