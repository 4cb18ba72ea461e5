import { deflateRawSync } from "node:zlib";
import type { PageReader } from "@carveout/sim";
import { changesOf, type LookWindow, type Raster } from "@carveout/wire";

/** Pictures whose last rasters are remembered. */
const MAX_PICTURES = 64;

interface Sent {
  serial: number;
  windows: readonly LookWindow[];
  rasters: Uint8Array[];
}

/** What was sent to each picture last, so that only what has changed has to follow. */
export class Pictures {
  private readonly sent = new Map<string, Sent>();

  /** The rasters of a look, each as its changes where the picture has the one before and they are shorter. */
  draw(reader: PageReader, picture: string, serial: number, windows: readonly LookWindow[]): Raster[] {
    const before = this.sent.get(picture);
    const fitted = windows.map((window) => ({ ...window, ...sizeOf(reader, window) }));
    const rasters = fitted.map((window) => reader.raster(window));
    this.sent.delete(picture);
    this.sent.set(picture, { serial, windows, rasters });
    const [oldest] = this.sent.keys();
    if (this.sent.size > MAX_PICTURES && oldest !== undefined) this.sent.delete(oldest);
    return fitted.map(({ cellPages, cells }, i) => {
      const window = windows[i] as LookWindow;
      const old = before?.windows[i];
      const isSame = before?.serial === window.have && old !== undefined && isSameWindow(old, window);
      return {
        cellPages,
        cells,
        ...packed(rasters[i] as Uint8Array, isSame ? before.rasters[i] : undefined),
      };
    });
  }

  forget(): void {
    this.sent.clear();
  }
}

/** The smallest cells that show the whole machine, where the window does not name a size. */
function sizeOf(reader: PageReader, { cellPages, cells }: LookWindow): { cellPages: number; cells: number } {
  if (cellPages > 0) return { cellPages, cells };
  const last = reader.spaces().spans.at(-1);
  const pages = last === undefined ? 1 : last.place + last.pages;
  let fitting = 1;
  while (Math.ceil(pages / fitting) > cells) fitting *= 2;
  return { cellPages: fitting, cells: Math.ceil(pages / fitting) };
}

function isSameWindow(a: LookWindow, b: LookWindow): boolean {
  return (
    a.place === b.place &&
    a.cellPages === b.cellPages &&
    a.cells === b.cells &&
    a.mark === b.mark &&
    a.isDetailed === b.isDetailed
  );
}

function packed(raster: Uint8Array, before: Uint8Array | undefined): Pick<Raster, "isDelta" | "data"> {
  const delta = before === undefined ? null : deflated(changesOf(before, raster));
  // A delta of some hundred bytes is never longer than the whole.
  if (delta !== null && delta.length < 512) return { isDelta: true, data: delta };
  const whole = deflated(raster);
  return delta !== null && delta.length < whole.length
    ? { isDelta: true, data: delta }
    : { isDelta: false, data: whole };
}

function deflated(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(deflateRawSync(bytes, { level: 1 }));
}
