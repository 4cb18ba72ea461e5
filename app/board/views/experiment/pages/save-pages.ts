import { secondsText } from "../../../cards/figures";
import { type PictureFormat, savePicture } from "../../../charts/export";
import type { PictureTable } from "../../../charts/picture/table";
import { scaleSentence } from "./cell-words";
import type { LegendColumn } from "./Legend";
import { STATE_LOOKS } from "./state-looks";
import type { Viewport } from "./viewport";

const SVG = "http://www.w3.org/2000/svg";
const GAP = 12;
const LINE = 18;

/** Pages by state, a column a variant. */
export function tableOfStates(columns: readonly LegendColumn[]): PictureTable {
  const states = columns[0]?.shown.spaces.states ?? [];
  return {
    columns: [
      { name: "letter", unit: "" },
      { name: "state", unit: "" },
      ...columns.map(({ look }) => ({ name: look.letter, unit: "pages" })),
    ],
    rows: states.flatMap((state, code) => {
      const pages = columns.map(({ shown }) => shown.census.totals[code] ?? 0);
      const { letter, label } = STATE_LOOKS[state];
      return pages.some((count) => count > 0) ? [[letter, label, ...pages]] : [];
    }),
  };
}

/**
 * Saves what is in view with its scale, its legend and where it comes from.
 * @param rasters as they are on the screen, left to right
 */
export async function savePages(
  format: PictureFormat,
  what: {
    rasters: readonly HTMLCanvasElement[];
    columns: readonly LegendColumn[];
    viewport: Viewport;
    provenance: readonly string[];
  },
): Promise<void> {
  const { rasters, columns, viewport, provenance } = what;
  const [first] = columns;
  if (first === undefined) return;
  const { tMs, spaces } = first.shown;
  const letters = columns.map(({ look }) => look.letter).join(" and ");
  const table = tableOfStates(columns);
  const drawing = drawn(rasters, table);
  // It is measured where it stands: on the page, out of sight.
  document.body.append(drawing);
  try {
    await savePicture(format, {
      title: `Page map of ${letters} at ${secondsText(tMs)}`,
      table,
      svgs: [drawing],
      provenance: [scaleSentence(viewport, spaces.pageSizeBytes), ...provenance],
    });
  } finally {
    drawing.remove();
  }
}

/** The rasters side by side, and below them the legend as lines of text. */
function drawn(rasters: readonly HTMLCanvasElement[], { columns, rows }: PictureTable): SVGSVGElement {
  const boxes = rasters.map((raster) => raster.getBoundingClientRect());
  const width = boxes.reduce((sum, box) => sum + box.width + GAP, -GAP);
  const top = Math.max(...boxes.map((box) => box.height));
  const height = top + GAP + (rows.length + 1) * LINE;
  const svg = element("svg", { width, height, viewBox: `0 0 ${width} ${height}` }) as SVGSVGElement;
  svg.style.cssText = `position:fixed;left:-10000px;top:0;width:${width}px;height:${height}px`;
  let x = 0;
  for (const [i, raster] of rasters.entries()) {
    const box = boxes[i] as DOMRect;
    const href = raster.toDataURL("image/png");
    svg.append(element("image", { x, y: 0, width: box.width, height: box.height, href }));
    x += box.width + GAP;
  }
  const lines = [columns.map(({ name }) => name), ...rows];
  for (const [i, cells] of lines.entries()) {
    const text = element("text", { x: 0, y: top + GAP + (i + 1) * LINE - 5, "font-size": 11 });
    text.style.cssText = "font-family:monospace;fill:var(--ink)";
    text.textContent = cells
      .map((cell) => (typeof cell === "number" ? cell.toLocaleString("en-US") : String(cell ?? "")))
      .join("   ");
    svg.append(text);
  }
  return svg;
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
