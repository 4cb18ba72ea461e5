import type { FieldValue, ItemId } from "@carveout/model";
import { useEffect, useId, useReducer } from "react";
import { useWhiteboard } from "../canvas/context";
import { CardName } from "../cards/CardName";
import { itemName } from "../cards/item-name";
import { pen } from "../drawn/pen";
import { startInk } from "../drawn/tools";
import { asStep } from "../fields";
import { useItem, useSession, useSignal } from "../session";
import { Choice } from "./Choice";
import { Description } from "./Description";
import s from "./look.module.css";
import { type Look, looksOf, looksOfPen } from "./looks";

/** Below the canvas: the looks that the selected items have in common, each as one choice. */
export default function LookControls({ ids, isPen }: { ids: readonly ItemId[]; isPen: boolean }) {
  const { items } = useSession();
  const inHand = useSignal(pen);
  useFollow(ids);
  const selected = ids.flatMap((id) => {
    const item = items.item(id);
    return item === undefined ? [] : [{ id, item }];
  });
  const looks = isPen ? looksOfPen(inHand) : looksOf(selected);
  const [only] = selected.length === 1 ? selected : [];
  const isFrame = only?.item.kind === "frame";
  if (looks.length === 0 && !isFrame) return null;
  return (
    <section className={s.bar} aria-label={isPen ? "Pen" : "Look"}>
      {isFrame && only && <FrameName id={only.id} />}
      {looks.map((look) => (
        <LookControl key={look.spec.key} look={look} isPen={isPen} />
      ))}
    </section>
  );
}

function LookControl({ look, isPen }: { look: Look; isPen: boolean }) {
  const session = useSession();
  const whiteboard = useWhiteboard();
  const { key } = look.spec;
  const write = (value: FieldValue) => {
    if (isPen) {
      pen.set({ ...pen.get(), [key]: value });
      startInk(whiteboard);
      return;
    }
    const given = value === look.spec.default ? undefined : value;
    asStep(session, () =>
      session.edits.together(() => {
        for (const id of look.ids) session.edits.setField(id, [key], given);
      }),
    );
  };
  const [id] = look.ids;
  if (look.spec.type === "text")
    return id === undefined ? null : <Description key={id} id={id} look={look} onWrite={write} />;
  return <Choice look={look} onWrite={write} />;
}

function FrameName({ id }: { id: ItemId }) {
  const item = useItem(id);
  const labelId = useId();
  if (item?.kind !== "frame") return null;
  return (
    <span className={s.name}>
      <small id={labelId}>Frame</small>
      <CardName id={id} name={itemName(item)} />
    </span>
  );
}

/** Renders again when one of these items changes. */
function useFollow(ids: readonly ItemId[]): void {
  const { items } = useSession();
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(
    () =>
      items.onChange(({ changed }) => {
        if (ids.some((id) => changed.has(id))) renderAgain();
      }),
    [items, ids],
  );
}
