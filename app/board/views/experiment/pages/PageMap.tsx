import type { ItemId } from "@carveout/model";
import { useEffect, useMemo, useState } from "react";
import { areLetterKeysOn } from "../../../../ui/letter-keys";
import type { ShownVariant } from "../../../cards/experiment/use-experiment";
import { changeView } from "../../view";
import type { TabProps } from "../tab-props";
import type { ShownInView } from "../use-shown";
import { type PagesAddress, readPagesAddress } from "./address";
import { Overview } from "./Overview";
import s from "./pages.module.css";
import { PagesModel } from "./pages-model";
import type { Picture } from "./picture";
import { Caption, One } from "./RasterFigure";
import { RasterMap } from "./RasterMap";
import { Reading, Scale } from "./Reading";
import { Side } from "./Side";
import { STATE_LOOKS } from "./state-looks";
import { TimeBar } from "./TimeBar";
import { Tools } from "./Tools";
import { marksOf } from "./time-marks";
import { useKeys } from "./use-keys";
import { useOwnAddress } from "./use-own-address";
import { usePictures } from "./use-pictures";
import { useRoom } from "./use-room";

/** One variant's pages, or two on one viewport. */
export function PageMap({ id, shown, view }: TabProps) {
  const { durationMs } = shown;
  const start = useMemo(() => readPagesAddress(view.params, durationMs), [view.params, durationMs]);
  const named = shown.variants.filter(({ frame }) => (frame?.run ?? "") !== "");
  const wanted = start.a ?? shown.baseline;
  const a = named.find(({ head }) => head.variant === wanted) ?? named[0];
  if (a === undefined)
    return (
      <p className={s.nothing}>
        No run yet. Wire a profile and a workload to this experiment: its pages can be looked at as soon as
        there is a run.
      </p>
    );
  return <Pages id={id} shown={shown} start={start} named={named} a={a} />;
}

function Pages(props: {
  id: ItemId;
  shown: ShownInView;
  start: PagesAddress;
  named: readonly ShownVariant[];
  a: ShownVariant;
}) {
  const { id, shown, start, named, a } = props;
  const b = named.find(({ head }) => head.variant === start.b && head.variant !== a.head.variant) ?? null;
  const [model] = useState(() => new PagesModel(start, shown.durationMs));
  useEffect(() => () => model.close(), [model]);
  useOwnAddress(model, start);
  const [isTable, setTable] = useState(false);
  const isDifference = start.isDifference && b !== null;
  const { pictures, handles } = usePictures(model, id, b === null ? [a] : [a, b]);
  const rasters = isDifference ? 1 : pictures.length;
  const well = useRoom(model, rasters);
  const showDifference = (isOn: boolean) => changeView({ show: isOn ? "difference" : null });

  useKeys((event) => {
    const isField = event.target instanceof HTMLSelectElement;
    const isButton = event.target instanceof HTMLButtonElement;
    const actions: Record<string, (() => void) | undefined> = {
      "+": () => model.zoom(1),
      "=": () => model.zoom(1),
      "-": () => model.zoom(-1),
      "0": () => model.fit(),
      " ": isButton ? undefined : () => model.play(!model.isPlaying.get()),
    };
    const letters: Record<string, (() => void) | undefined> = {
      t: () => setTable(!isTable),
      x: b === null ? undefined : () => showDifference(!isDifference),
    };
    const letter = event.key.toLowerCase();
    const picked =
      model.spaces?.states.findIndex((state) => STATE_LOOKS[state].letter.toLowerCase() === letter) ?? -1;
    const action = isField
      ? undefined
      : (actions[event.key] ??
        (areLetterKeysOn()
          ? // T and X are letters of states, too: those are picked out with Shift.
            ((event.shiftKey ? undefined : letters[letter]) ??
            (picked >= 0 && event.key.length === 1 ? () => model.pick(picked) : undefined))
          : undefined));
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another raster takes the place of the one that had the focus
  useEffect(() => {
    if (document.activeElement === document.body) well.current?.querySelector("input")?.focus();
  }, [well, isDifference]);

  return (
    <div className={s.map}>
      <Tools
        model={model}
        pictures={pictures}
        variants={named}
        a={a}
        b={b}
        isDifference={isDifference}
        isTable={isTable}
        onTable={() => setTable(!isTable)}
        onDifference={() => showDifference(!isDifference)}
      />
      <div className={s.body}>
        <div className={s.main}>
          <Scale model={model} pageSizeBytes={shown.pageSizeBytes} />
          <div className={s.well} ref={well}>
            {pictures[0] !== undefined && <Overview model={model} picture={pictures[0]} />}
            {isDifference && b !== null && pictures.length === 2 ? (
              <figure className={s.figure}>
                <Caption variant={a} other={b} picture={pictures[1] as Picture} />
                <RasterMap
                  model={model}
                  pictures={pictures}
                  label={`Page map, what differs from ${a.head.letter} to ${b.head.letter}`}
                  reading={`${a.head.letter} and ${b.head.letter}`}
                  onScreen={handles.both}
                />
              </figure>
            ) : (
              pictures.map((picture, i) => {
                const variant = (i === 0 ? a : b) as ShownVariant;
                return (
                  <figure className={s.figure} key={variant.head.variant}>
                    <Caption variant={variant} picture={picture} />
                    <One
                      picture={picture}
                      model={model}
                      letter={variant.head.letter}
                      onScreen={handles.one[i] as never}
                    />
                  </figure>
                );
              })
            )}
          </div>
          <Reading model={model} pictures={pictures} letters={[a.head.letter, b?.head.letter ?? ""]} />
        </div>
        <aside className={s.aside}>
          <Side
            id={id}
            model={model}
            pictures={pictures}
            variants={b === null ? [a] : [a, b]}
            isTable={isTable}
            isDifference={isDifference}
          />
        </aside>
      </div>
      <TimeBar model={model} marks={marksOf(b === null ? [a] : [a, b])} />
    </div>
  );
}
