import type { ItemId } from "@carveout/model";
import Diff from "lucide-react/icons/diff";
import LinkIcon from "lucide-react/icons/link";
import Scan from "lucide-react/icons/scan";
import Table2 from "lucide-react/icons/table-2";
import ZoomIn from "lucide-react/icons/zoom-in";
import ZoomOut from "lucide-react/icons/zoom-out";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../../ui/Button";
import { IconButton } from "../../../ui/IconButton";
import { areLetterKeysOn } from "../../../ui/letter-keys";
import { Provenance } from "../../cards/experiment/Provenance";
import type { ShownExperiment, ShownVariant } from "../../cards/experiment/use-experiment";
import { secondsText } from "../../cards/figures";
import { VariantBadge } from "../../cards/VariantBadge";
import { useSession, useSignal } from "../../session";
import { changeView } from "../view";
import { addressOfPages, readPagesAddress } from "./address";
import { DifferenceLegend } from "./DifferenceLegend";
import { Legend, OrderCounts } from "./Legend";
import { Overview } from "./Overview";
import { PageFacts } from "./PageFacts";
import s from "./pages.module.css";
import { PagesModel } from "./pages-model";
import { Picture } from "./picture";
import { type RasterHandle, RasterMap } from "./RasterMap";
import { cellText, pfnText, scaleSentence } from "./reading";
import { STATE_LOOKS } from "./state-looks";
import { TimeBar, type TimeMark } from "./TimeBar";

const OVERVIEW_PX = 60;
const GAP_PX = 12;
const LARGEST_PX = 1600;
/** What is seen goes to the address when it has rested this long, ms. */
const ADDRESS_MS = 400;
const EDGES = [
  { edge: 4, name: "4 px, colour" },
  { edge: 8, name: "8 px, pattern" },
  { edge: 16, name: "16 px, letter" },
] as const;

/** One variant's pages, or two on one viewport. */
export function PageMap(props: { id: ItemId; experiment: ShownExperiment; params: URLSearchParams }) {
  const { id, experiment, params } = props;
  const start = useMemo(() => readPagesAddress(params), [params]);
  const named = experiment.variants.filter(({ frame }) => (frame?.run ?? "") !== "");
  const a = named.find(({ head }) => head.variant === start.a) ?? (named[0] as ShownVariant);
  const b = named.find(({ head }) => head.variant === start.b && head.variant !== a.head.variant) ?? null;
  const [model] = useState(() => new PagesModel(start, experiment.durationMs));
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
        experiment={named}
        a={a}
        b={b}
        isDifference={isDifference}
        isTable={isTable}
        onTable={() => setTable(!isTable)}
        onDifference={() => showDifference(!isDifference)}
      />
      <div className={s.body}>
        <div className={s.main}>
          <Scale model={model} pageSizeBytes={experiment.pageSizeBytes} />
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
            model={model}
            pictures={pictures}
            variants={b === null ? [a] : [a, b]}
            isTable={isTable}
            isDifference={isDifference}
          />
        </aside>
      </div>
      <TimeBar model={model} marks={marksOf(b === null ? [a] : [a, b])} />
      <footer className={s.foot}>
        <Provenance experiment={experiment} />
      </footer>
    </div>
  );
}

/** A raster of one variant, whose list of pictures stays the same object. */
function One(props: {
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

function Tools(props: {
  model: PagesModel;
  experiment: readonly ShownVariant[];
  a: ShownVariant;
  b: ShownVariant | null;
  isDifference: boolean;
  isTable: boolean;
  onTable(): void;
  onDifference(): void;
}) {
  const { model, experiment, a, b, isDifference, isTable, onTable, onDifference } = props;
  const edge = useSignal(model.edge);
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    });
  const name = ({ head }: ShownVariant) => `${head.letter}  ${head.name}`;
  return (
    <div className={s.tools}>
      <label>
        <span>Variant</span>
        <select
          value={a.head.variant}
          onChange={(event) =>
            changeView({
              a: event.target.value,
              b: event.target.value === b?.head.variant ? null : (b?.head.variant ?? null),
            })
          }
        >
          {experiment.map((variant) => (
            <option key={variant.head.variant} value={variant.head.variant}>
              {name(variant)}
            </option>
          ))}
        </select>
      </label>
      {experiment.length > 1 && (
        <label>
          <span>beside</span>
          <select
            value={b?.head.variant ?? ""}
            onChange={(event) => changeView({ b: event.target.value || null, show: null })}
          >
            <option value="">nothing</option>
            {experiment
              .filter(({ head }) => head.variant !== a.head.variant)
              .map((variant) => (
                <option key={variant.head.variant} value={variant.head.variant}>
                  {name(variant)}
                </option>
              ))}
          </select>
        </label>
      )}
      {b !== null && (
        <Button
          glyph={Diff}
          hint="X"
          aria-pressed={isDifference}
          className={isDifference ? s.pressed : ""}
          onClick={onDifference}
        >
          Difference
        </Button>
      )}
      <span className={s.space} />
      <label>
        <span>Cells</span>
        <select value={edge} onChange={(event) => model.setEdge(Number(event.target.value))}>
          {EDGES.map(({ edge: size, name: text }) => (
            <option key={size} value={size}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <IconButton glyph={ZoomOut} name="Farther" hint="-" onClick={() => model.zoom(-1)} />
      <IconButton glyph={ZoomIn} name="Closer" hint="+" onClick={() => model.zoom(1)} />
      <IconButton glyph={Scan} name="Whole machine" hint="0" onClick={() => model.fit()} />
      <IconButton
        glyph={Table2}
        name={isTable ? "States and pages" : "Blocks by order"}
        hint="T"
        aria-pressed={isTable}
        onClick={onTable}
      />
      <IconButton
        glyph={LinkIcon}
        name={isCopied ? "Copied" : "Copy a link to this place and moment"}
        side="bottom-end"
        onClick={copy}
      />
    </div>
  );
}

function Scale({ model, pageSizeBytes }: { model: PagesModel; pageSizeBytes: number }) {
  const viewport = useSignal(model.viewport);
  return (
    <p className={s.scale}>
      {viewport === null
        ? "The machine is on its way."
        : scaleSentence(viewport, model.spaces?.pageSizeBytes ?? pageSizeBytes)}
    </p>
  );
}

/** Which machine this is, and how far it is on its way to the moment. */
function Caption({
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

/** The cell under the pointer or the keys, for every picture. */
function Reading(props: { model: PagesModel; pictures: readonly Picture[]; letters: readonly string[] }) {
  const { model, pictures, letters } = props;
  const cursor = useSignal(model.cursor);
  const viewport = useSignal(model.viewport);
  // The moment plays on under a cell that stays.
  const shown = useSignal((pictures[0] ?? NO_PICTURE).shown);
  if (cursor < 0 || viewport === null || shown === null)
    return (
      <p className={s.reading}>
        <span>
          Point at a cell, or step with the arrow keys; Ctrl with them goes to the next other state. The wheel
          goes nearer.
        </span>
      </p>
    );
  const texts = pictures.map((picture) => cellText(picture.part, shown.spaces, cursor));
  const [one, two] = texts;
  return (
    <p className={s.reading} aria-live="polite">
      <b>{pfnText(shown.spaces, cursor, viewport.cellPages)}</b>,{" "}
      {two === undefined || one === two ? one : `${letters[0]} ${one}; ${letters[1]} ${two}`}
    </p>
  );
}

const NO_PICTURE: Pick<Picture, "shown"> = { shown: { get: () => null, subscribe: () => () => {} } as never };

function Side(props: {
  model: PagesModel;
  pictures: readonly Picture[];
  variants: readonly ShownVariant[];
  isTable: boolean;
  isDifference: boolean;
}) {
  const { model, pictures, variants, isTable, isDifference } = props;
  const first = useSignal((pictures[0] ?? NO_PICTURE).shown);
  const second = useSignal((pictures[1] ?? NO_PICTURE).shown);
  const chosen = useSignal(model.chosen);
  const columns = [first, second].flatMap((shown, i) => {
    const variant = variants[i];
    return shown === null || variant === undefined ? [] : [{ look: variant.look, shown }];
  });
  const pages = columns.flatMap(({ look, shown }) =>
    shown.page === null || shown.page.pfn !== chosen ? [] : [{ look, page: shown.page }],
  );
  if (columns.length === 0) return <p className={s.teach}>The machine boots and goes to its moment.</p>;
  if (isTable) return <OrderCounts columns={columns} />;
  return (
    <>
      {isDifference && pictures.length === 2 && (
        <DifferenceLegend pictures={pictures as [Picture, Picture]} shown={columns[0]?.shown ?? null} />
      )}
      <Legend model={model} columns={columns} />
      <PageFacts pages={pages} onGo={(pfn) => model.goTo(pfn)} />
    </>
  );
}

/** When requests failed first and last, and where a run ended. */
function marksOf(variants: readonly ShownVariant[]): TimeMark[] {
  return variants.flatMap(({ column, look }) => {
    const failures = column.live?.failures ?? [];
    const marks = failures.flatMap(({ subject, firstMs, lastMs }) => [
      { tMs: firstMs, token: look.token, label: `${look.letter}: ${subject} failed first` },
      { tMs: lastMs, token: look.token, label: `${look.letter}: ${subject} failed last` },
    ]);
    const panic = column.live?.panic ?? null;
    return panic === null ? marks : [...marks, { tMs: panic.tMs, token: look.token, label: "Kernel panic" }];
  });
}

/** A picture of each variant's run, as long as it is shown. Another run takes the place of the one before at the same moment. */
function usePictures(model: PagesModel, experiment: ItemId, variants: readonly ShownVariant[]) {
  const session = useSession();
  const screens = useRef<{ one: (RasterHandle | null)[]; both: RasterHandle | null }>({
    one: [],
    both: null,
  });
  const handles = useMemo(
    () => ({
      one: [0, 1].map((i) => (handle: RasterHandle | null) => {
        screens.current.one[i] = handle;
      }),
      both: (handle: RasterHandle | null) => {
        screens.current.both = handle;
      },
    }),
    [],
  );
  const open = useRef(new Map<string, { picture: Picture; stop(): void }>());
  const [pictures, setPictures] = useState<readonly Picture[]>([]);
  const key = JSON.stringify(variants.map(({ head, frame }) => [head.variant, frame?.run ?? ""]));
  useEffect(() => {
    const wanted = (JSON.parse(key) as [string, string][]).map(([variant, run]) => ({
      name: `${variant} ${run}`,
      target: { experiment, variant, run },
    }));
    const names = wanted.map(({ name }) => name);
    for (const [name, { picture, stop }] of open.current) {
      if (names.includes(name)) continue;
      stop();
      picture.close();
      open.current.delete(name);
    }
    const shown = wanted.map(({ name, target }) => {
      const known = open.current.get(name);
      if (known !== undefined) return known.picture;
      const picture = new Picture(session, target, (cells) => {
        const place = [...open.current.keys()].indexOf(name);
        screens.current.one[place]?.note(cells);
        screens.current.both?.note(cells);
      });
      open.current.set(name, { picture, stop: picture.shown.subscribe(() => model.refresh()) });
      return picture;
    });
    // In the order of the screens.
    open.current = new Map(names.map((name) => [name, open.current.get(name) as never]));
    model.onChange = () => {
      for (const screen of [...screens.current.one, screens.current.both]) screen?.draw();
    };
    model.setPictures(shown);
    setPictures(shown);
  }, [session, model, experiment, key]);
  useEffect(
    () => () => {
      for (const { picture, stop } of open.current.values()) {
        stop();
        picture.close();
      }
      open.current.clear();
    },
    [],
  );
  return { pictures, handles };
}

/** Keys of the view, wherever the focus is in it. */
function useKeys(hear: (event: KeyboardEvent) => void): void {
  const newest = useRef(hear);
  newest.current = hear;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isHeld = event.ctrlKey || event.metaKey || event.altKey;
      if (isHeld || event.defaultPrevented || document.querySelector(":modal, :popover-open") !== null)
        return;
      newest.current(event);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

/** Tells the model the room for each of that many rasters. */
function useRoom(model: PagesModel, rasters: number) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null || rasters === 0) return;
    const measure = () => {
      const style = getComputedStyle(element);
      const caption = element.querySelector("figcaption")?.clientHeight ?? 26;
      const isStacked = style.flexDirection === "column";
      const width = element.clientWidth - OVERVIEW_PX - GAP_PX * rasters;
      const height = element.clientHeight - caption - 4;
      model.setRoom(
        Math.min(LARGEST_PX, Math.floor(isStacked ? width : width / rasters)),
        Math.floor(height),
      );
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [model, rasters]);
  return ref;
}

/** Keeps the address at what is seen, and follows it where somebody else changes it. */
function useOwnAddress(model: PagesModel, start: ReturnType<typeof readPagesAddress>): void {
  const written = useRef("");
  useEffect(() => {
    const write = () => {
      const address = addressOfPages(model.viewport.get(), model.tMs.get(), model.chosen.get());
      const text = JSON.stringify([address.t, address.pfn]);
      written.current = text;
      changeView(address);
    };
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      timer = window.setTimeout(write, ADDRESS_MS);
    };
    const stops = [model.viewport, model.tMs, model.chosen].map((signal) => signal.subscribe(later));
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [model]);
  const { tMs, pfn } = start;
  useEffect(() => {
    const text = JSON.stringify([String(Math.round(tMs)), pfn < 0 ? null : pfn.toString(16)]);
    if (written.current === "" || written.current === text) return;
    model.seek(tMs);
    if (pfn >= 0) model.goTo(pfn);
  }, [model, tMs, pfn]);
}
