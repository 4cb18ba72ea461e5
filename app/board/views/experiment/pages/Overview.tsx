import { readPalette } from "@carveout/canvas";
import { type PointerEvent, useEffect, useRef } from "react";
import { onThemeChange } from "../../../../ui/theme";
import { useSignal } from "../../../session";
import { NO_CELL, stateOfCell } from "./cell-byte";
import { channels, colourOf, pixelOf } from "./colours";
import type { PagesModel } from "./pages-model";
import type { Picture } from "./picture";
import s from "./raster.module.css";
import { rowPages } from "./viewport";

const COLUMNS = 16;

/** The whole machine as a strip beside the part that is in view, which is outlined on it; a press goes there. */
export function Overview({ model, picture }: { model: PagesModel; picture: Picture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useSignal(picture.shown);
  const viewport = useSignal(model.viewport);
  useEffect(() => {
    const draw = () => {
      const host = canvas.current;
      const whole = picture.whole;
      if (host === null || host.parentElement === null || whole === null || shown === null) return;
      const palette = readPalette(host.parentElement);
      const rows = Math.ceil(whole.cells / COLUMNS);
      host.width = COLUMNS;
      host.height = rows;
      const context = host.getContext("2d");
      if (context === null) return;
      const pixels = context.createImageData(COLUMNS, rows);
      const words = new Uint32Array(pixels.data.buffer);
      const colours = shown.spaces.states.map((state) => pixelOf(channels(colourOf(state, palette))));
      for (let cell = 0; cell < whole.cells; cell++)
        words[cell] = colours[stateOfCell(whole.bytes[cell] ?? NO_CELL)] ?? 0;
      context.putImageData(pixels, 0, 0);
    };
    draw();
    return onThemeChange(draw);
  }, [shown, picture]);
  const pages = model.room?.pages ?? 0;
  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (viewport === null || (event.type === "pointermove" && event.buttons === 0)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const row = ((event.clientY - box.top) / box.height) * (pages / rowPages(viewport));
    model.pan(Math.floor(row - viewport.rows / 2) - viewport.top);
  };
  const share = (rows: number) =>
    viewport === null || pages === 0 ? 0 : Math.min(1, (rows * rowPages(viewport)) / pages) * 100;
  return (
    <div className={s.overview} aria-hidden onPointerDown={go} onPointerMove={go}>
      <canvas ref={canvas} />
      {viewport !== null && (
        <i style={{ top: `${share(viewport.top)}%`, height: `max(4px, ${share(viewport.rows)}%)` }} />
      )}
    </div>
  );
}
