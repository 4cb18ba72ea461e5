import type { Start } from "./pages-model";
import type { Viewport, Zoom } from "./viewport";

/**
 * Where a page map is opened, as the address says it beside `view=experiment&item=<id>&tab=pages`: `a` and `b` the variants, `t` in ms (the run's end if it is
 * left out), `pfn` in hex, `zoom` in pages a cell and pixels, `show=difference`.
 */
export interface PagesAddress extends Start {
  a: string | null;
  b: string | null;
  isDifference: boolean;
}

export function readPagesAddress(params: URLSearchParams, durationMs: number): PagesAddress {
  const pfn = Number.parseInt(params.get("pfn") ?? "", 16);
  const tMs = Number(params.get("t") ?? durationMs);
  return {
    a: params.get("a"),
    b: params.get("b"),
    isDifference: params.get("show") === "difference",
    tMs: Number.isFinite(tMs) && tMs >= 0 ? tMs : durationMs,
    zoom: readZoom(params.get("zoom")),
    pfn: Number.isSafeInteger(pfn) && pfn >= 0 ? pfn : -1,
  };
}

/** In ms, as the view's clock writes it. */
export function timeText(tMs: number): string {
  return String(Math.round(tMs * 1000) / 1000);
}

/** "32" is 32 pages a cell, "1x16" one page in 16 pixels. */
export function zoomText({ cellPages, edge }: Zoom): string {
  return `${cellPages}x${edge}`;
}

function readZoom(text: string | null): Zoom | null {
  const match = /^(\d{1,10})(?:x(\d{1,2}))?$/.exec(text ?? "");
  if (match === null) return null;
  const cellPages = Number(match[1]);
  const isPower = cellPages >= 1 && Number.isInteger(Math.log2(cellPages));
  return isPower ? { cellPages, edge: Number(match[2] ?? 4) || 4 } : null;
}

/** The address of what is seen now. */
export function addressOfPages(
  viewport: Viewport | null,
  tMs: number,
  pfn: number,
): Record<string, string | null> {
  return {
    t: timeText(tMs),
    pfn: pfn < 0 ? null : pfn.toString(16),
    zoom: viewport === null ? null : zoomText(viewport),
  };
}
