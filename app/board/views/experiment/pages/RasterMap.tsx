import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef } from "react";
import { onThemeChange } from "../../../../ui/theme";
import { useSignal } from "../../../session";
import type { PagesModel } from "./pages-model";
import type { Picture } from "./picture";
import s from "./raster.module.css";
import { Screen } from "./screen";
import { placeAt, rowPages } from "./viewport";

/** From this many pixels of wheel on it is a step of the zoom. */
const WHEEL_STEP = 60;
/** A pinch is a step where the fingers are this much farther apart, or nearer. */
const PINCH_STEP = 1.5;
/** A press that moves less is a click, CSS pixels. */
const CLICK_PX = 4;

export interface RasterHandle {
  note(cells: readonly number[] | null): void;
  draw(): void;
}

/** One raster of the page map: by wheel and pinch nearer and away, by drag along memory, by keys from cell to cell. */
export function RasterMap(props: {
  model: PagesModel;
  /** One, or two to be compared. */
  pictures: readonly Picture[];
  /** What it shows, for assistive technology. */
  label: string;
  reading: string;
  onScreen(handle: RasterHandle | null): void;
}) {
  const { model, pictures, label, reading, onScreen } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const viewport = useSignal(model.viewport);
  const cursor = useSignal(model.cursor);
  useEffect(() => {
    if (canvas.current === null) return;
    const screen = new Screen(canvas.current, model, pictures);
    onScreen(screen);
    const stop = onThemeChange(() => screen.readColours());
    return () => {
      stop();
      screen.close();
      onScreen(null);
    };
  }, [model, pictures, onScreen]);
  const touch = useMemo(() => new Gesture(model), [model]);
  const wheelHost = useWheel(model);
  const pages = model.room?.pages ?? 0;
  const cellPages = viewport?.cellPages ?? 1;
  const cells = Math.max(1, Math.ceil(pages / cellPages));
  const keys = (event: KeyboardEvent) => {
    if (viewport === null) return;
    const here = cursor >= 0 ? cursor : Math.floor(viewport.top) * rowPages(viewport);
    const row = rowPages(viewport);
    const jump = event.ctrlKey || event.metaKey;
    const picture = pictures[0];
    const to = {
      ArrowRight: jump ? nextOther(picture, here, cellPages, pages) : here + cellPages,
      ArrowLeft: jump ? nextOther(picture, here, -cellPages, pages) : here - cellPages,
      ArrowDown: jump ? nextOther(picture, here, row, pages) : here + row,
      ArrowUp: jump ? nextOther(picture, here, -row, pages) : here - row,
      PageDown: here + row * (event.shiftKey ? viewport.rows : 1),
      PageUp: here - row * (event.shiftKey ? viewport.rows : 1),
      Home: 0,
      End: pages - 1,
    }[event.key];
    if (event.key === "Enter") model.choose(here);
    else if (to === undefined) return;
    else model.moveCursor(cursor >= 0 ? to : here);
    event.preventDefault();
    event.stopPropagation();
  };
  const width = viewport === null ? 0 : viewport.columns * viewport.edge;
  const height = viewport === null ? 0 : viewport.rows * viewport.edge;
  return (
    <div
      ref={wheelHost}
      className={s.raster}
      style={{ width, height }}
      onPointerDown={touch.down}
      onPointerMove={touch.move}
      onPointerUp={touch.up}
      onPointerCancel={touch.up}
      onPointerLeave={(event) => event.pointerType === "mouse" && event.buttons === 0 && model.point(-1)}
    >
      <canvas ref={canvas} aria-hidden style={{ width, height }} />
      <input
        type="range"
        aria-label={label}
        min={0}
        max={cells - 1}
        value={cursor < 0 ? 0 : Math.floor(cursor / cellPages)}
        aria-valuetext={reading}
        onChange={(event) => model.moveCursor(Number(event.target.value) * cellPages)}
        onKeyDown={keys}
      />
    </div>
  );
}

/** The next cell in a direction that is in another state, as far as is known; else the farthest one. */
function nextOther(picture: Picture | undefined, from: number, step: number, pages: number): number {
  if (picture === undefined) return from;
  const here = picture.stateAt(from);
  let place = from;
  while (place + step >= 0 && place + step < pages) {
    place += step;
    if (picture.stateAt(place) !== here) break;
  }
  return place;
}

/** The wheel zooms; React's own listener could not keep the page from scrolling. */
function useWheel(model: PagesModel) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    let turned = 0;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const viewport = model.viewport.get();
      if (viewport === null) return;
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1);
      if (event.shiftKey) {
        model.pan((pixels + event.deltaX) / viewport.edge);
        model.settle();
        return;
      }
      if (Math.sign(pixels) !== Math.sign(turned)) turned = 0;
      // A pinch on a touchpad comes as a wheel with Ctrl, in small numbers.
      turned += event.ctrlKey ? pixels * 6 : pixels;
      if (Math.abs(turned) < WHEEL_STEP) return;
      const box = element.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      const place = placeAt(viewport, model.room?.pages ?? 0, x, y);
      model.zoom(turned < 0 ? 1 : -1, place, y);
      if (place >= 0) model.point(Math.floor(place / cellPagesOf(model)) * cellPagesOf(model));
      turned = 0;
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [model]);
  return host;
}

function cellPagesOf(model: PagesModel): number {
  return model.viewport.get()?.cellPages ?? 1;
}

/** Pointers on a raster: one points and drags, two pinch. */
class Gesture {
  private readonly pointers = new Map<number, { x: number; y: number }>();
  private moved = 0;
  private apart = 0;

  constructor(private readonly model: PagesModel) {}

  readonly down = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.querySelector("input")?.focus({ preventScroll: true });
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.moved = 0;
    this.apart = this.distance();
  };

  readonly move = (event: PointerEvent<HTMLDivElement>) => {
    const viewport = this.model.viewport.get();
    const before = this.pointers.get(event.pointerId);
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    if (viewport === null) return;
    if (before === undefined) return this.model.point(placeAt(viewport, this.model.room?.pages ?? 0, x, y));
    const dy = event.clientY - before.y;
    this.moved += Math.abs(dy) + Math.abs(event.clientX - before.x);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.pointers.size === 2) return this.pinch(y);
    if (this.moved > CLICK_PX) this.model.pan(-dy / viewport.edge);
  };

  readonly up = (event: PointerEvent<HTMLDivElement>) => {
    if (!this.pointers.delete(event.pointerId)) return;
    const viewport = this.model.viewport.get();
    if (viewport === null || event.type === "pointercancel") return;
    if (this.moved > CLICK_PX) return this.model.settle();
    const box = event.currentTarget.getBoundingClientRect();
    const place = placeAt(
      viewport,
      this.model.room?.pages ?? 0,
      event.clientX - box.left,
      event.clientY - box.top,
    );
    if (place < 0) return;
    this.model.point(place);
    this.model.choose(place);
  };

  private pinch(y: number): void {
    const apart = this.distance();
    const ratio = apart / this.apart;
    if (ratio < PINCH_STEP && ratio > 1 / PINCH_STEP) return;
    this.model.zoom(ratio > 1 ? 1 : -1, -1, y);
    this.apart = apart;
  }

  private distance(): number {
    const [a, b] = [...this.pointers.values()];
    return a === undefined || b === undefined ? 1 : Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
  }
}
