import { useMemo } from "react";
import type { ShownVariant } from "../../../cards/experiment/use-experiment";
import { secondsText } from "../../../cards/figures";
import { VariantBadge } from "../../../cards/VariantBadge";
import { useSignal } from "../../../session";
import { cellText, pfnText } from "./cell-words";
import type { PagesModel } from "./pages-model";
import type { Picture } from "./picture";
import { type RasterHandle, RasterMap } from "./RasterMap";
import s from "./raster.module.css";

/** A raster of one variant, whose list of pictures stays the same object. */
export function One(props: {
  picture: Picture;
  model: PagesModel;
  letter: string;
  onScreen(handle: RasterHandle | null): void;
}) {
  const { picture, model, letter, onScreen } = props;
  const list = useMemo(() => [picture], [picture]);
  const cursor = useSignal(model.cursor);
  const viewport = useSignal(model.viewport);
  const shown = useSignal(picture.shown);
  const reading =
    cursor < 0 || viewport === null || shown === null
      ? "no cell chosen"
      : `${pfnText(shown.spaces, cursor, viewport.cellPages)}, ${cellText(picture.part, shown.spaces, cursor)}`;
  return (
    <RasterMap
      model={model}
      pictures={list}
      label={`Page map of variant ${letter}`}
      reading={reading}
      onScreen={onScreen}
    />
  );
}

/** Which machine this is, and how far it is on its way to the moment. */
export function Caption({
  variant,
  other,
  picture,
}: {
  variant: ShownVariant;
  other?: ShownVariant;
  picture: Picture;
}) {
  const status = useSignal(picture.status);
  const shown = useSignal(picture.shown);
  const text = {
    opening: () => "on its way",
    shown: () => (shown === null ? "" : `at ${secondsText(shown.tMs)}`),
    queued: () => (status.state === "queued" ? `waits, ${status.place} in line` : ""),
    seeking: () => (status.state === "seeking" ? `goes there, at ${secondsText(status.tMs)}` : ""),
    refused: () => (status.state === "refused" ? status.sentence : ""),
  }[status.state]();
  return (
    <figcaption className={s.caption} data-state={status.state}>
      <VariantBadge look={variant.look} />
      <b>{variant.head.name}</b>
      {other !== undefined && (
        <>
          <span>to</span>
          <VariantBadge look={other.look} />
          <b>{other.head.name}</b>
        </>
      )}
      <span role={status.state === "refused" ? "alert" : undefined}>{text}</span>
    </figcaption>
  );
}
