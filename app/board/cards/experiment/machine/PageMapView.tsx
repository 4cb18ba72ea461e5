import { type Palette, readPalette } from "@carveout/canvas";
import { formatNumber, roundBytes } from "@carveout/model";
import type { PageMap, PageState } from "@carveout/sim";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { areLetterKeysOn } from "../../../../ui/letter-keys";
import { onThemeChange } from "../../../../ui/theme";
import { pagesText } from "../../figures";
import { drawPageMap } from "./draw-page-map";
import s from "./machine.module.css";
import { type CellGrid, gridFor, PageCells } from "./page-cells";
import { StateTable } from "./StateTable";
import { STATE_LOOKS } from "./state-looks";

/** Every page of the machine as a cell among few, and the table behind it, which picks states out. */
export function PageMapView({ map, pageSizeBytes }: { map: PageMap; pageSizeBytes: number }) {
  const cells = useMemo(() => new PageCells(map), [map]);
  const [picked, setPicked] = useState<PageState | null>(null);
  const toggle = (state: PageState) => setPicked((before) => (before === state ? null : state));
  const pick = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !areLetterKeysOn()) return;
    const found = cells.totals().find(({ state }) => STATE_LOOKS[state].letter === event.key.toUpperCase());
    if (found !== undefined) toggle(found.state);
  };
  const width = useWidth();
  const grid = gridFor(cells.count, width.value);
  const rowPages = grid.columns * cells.cellPages;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: letters are the keys of the buttons in the table
    <div onKeyDown={pick}>
      <p className={s.scale}>
        1 cell = {pagesText(cells.cellPages)} ({roundBytes(cells.cellPages * pageSizeBytes)}), row ={" "}
        {roundBytes(rowPages * pageSizeBytes)}, pfn grows right, then down
      </p>
      <div ref={width.ref} className={s.mapWell}>
        {width.value > 0 && <Picture cells={cells} grid={grid} picked={picked} />}
      </div>
      <StateTable totals={cells.totals()} pageSizeBytes={pageSizeBytes} picked={picked} onPick={toggle} />
    </div>
  );
}

/** The map itself, with the cell that the pointer or the arrow keys are on. */
function Picture({ cells, grid, picked }: { cells: PageCells; grid: CellGrid; picked: PageState | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette(canvas);
  const [cell, setCell] = useState<number | null>(null);
  useEffect(() => {
    if (canvas.current !== null && palette !== null)
      drawPageMap(canvas.current, cells, grid, palette, picked);
  }, [cells, grid, palette, picked]);
  const { columns, rows, size } = grid;
  const last = cells.count - 1;
  const clamp = (to: number) => Math.max(0, Math.min(last, to));
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / size);
    const at = Math.floor((event.clientY - box.top) / size) * columns + column;
    setCell(column >= 0 && column < columns && at >= 0 && at <= last ? at : null);
  };
  const step = (event: KeyboardEvent) => {
    const here = cell ?? 0;
    const jump = event.ctrlKey || event.metaKey;
    const to = {
      ArrowRight: jump ? cells.nextOther(here, 1) : here + 1,
      ArrowLeft: jump ? cells.nextOther(here, -1) : here - 1,
      ArrowDown: here + columns,
      ArrowUp: here - columns,
      PageDown: here + columns,
      PageUp: here - columns,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setCell(cell === null ? 0 : clamp(to));
  };
  const reading = cell === null ? null : readingOf(cells, cell);
  const empty = "Point at a cell, or step with the arrow keys; Ctrl with them goes to the next other state.";
  return (
    <>
      <div
        className={s.map}
        style={{ width: columns * size, height: rows * size }}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={(event) => event.pointerType === "mouse" && setCell(null)}
      >
        <canvas ref={canvas} aria-hidden style={{ width: columns * size, height: rows * size }} />
        <input
          type="range"
          aria-label="Cell of the page map"
          min={0}
          max={last}
          value={cell ?? 0}
          aria-valuetext={reading ?? "no cell chosen"}
          onChange={(event) => setCell(Number(event.target.value))}
          onKeyDown={step}
        />
        {cell !== null && (
          <i
            className={s.cell}
            style={{
              left: (cell % columns) * size,
              top: Math.floor(cell / columns) * size,
              width: size,
              height: size,
            }}
          />
        )}
      </div>
      <p className={s.reading} aria-hidden>
        {reading ?? <span>{empty}</span>}
      </p>
    </>
  );
}

/** "pfn 0x2a800 to 0x2a81f: movable 20, free 12 pages". */
function readingOf(cells: PageCells, index: number): string {
  const { firstPfn, pages, mix } = cells.at(index);
  const hex = (pfn: number) => `0x${pfn.toString(16)}`;
  const parts = mix.map(({ state, pages: n }) => `${STATE_LOOKS[state].label} ${formatNumber(n)}`);
  return `pfn ${hex(firstPfn)} to ${hex(firstPfn + pages - 1)}: ${parts.join(", ")} of ${pagesText(pages)}`;
}

/** The tokens' colours where an element stands, in the theme that holds. */
function usePalette(host: { current: HTMLElement | null }): Palette | null {
  const [palette, setPalette] = useState<Palette | null>(null);
  useEffect(() => {
    const read = () => host.current?.parentElement && setPalette(readPalette(host.current.parentElement));
    read();
    return onThemeChange(read);
  }, [host]);
  return palette;
}

/** An element's width, CSS pixels; 0 before it is known. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [value, setValue] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setValue(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, value };
}
