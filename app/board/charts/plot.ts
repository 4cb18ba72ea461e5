import { type Palette, readPalette } from "@carveout/canvas";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { onThemeChange } from "../../ui/theme";
import { SHAPE_PATHS } from "../cards/variant-look";
import { alignLines, type ChartLine, endLabels, gridSteps } from "./lines";
import { MARGIN } from "./margins";

export interface PlotInput {
  lines: readonly ChartLine[];
  durationMs: number;
  /** Top of the y axis, in the values' unit. */
  max: number;
  formatTick(value: number): string;
  /** The last value beside the end marker; "" = letter only. */
  formatEnd(value: number): string;
}

/** uPlot scales a font by its whole pixels alone. */
const FONT_PX = 11;

/**
 * Draws lines on a canvas inside `host`, in the colours of the tokens that hold there. Pointer, time cursor and words are the component's:
 * a card may be scaled, and uPlot's own pointer does not know.
 */
export class Plot {
  #plot: UPlot | null = null;
  #palette: Palette;
  readonly #stopTheme: () => void;
  readonly #resize: ResizeObserver;

  constructor(
    private readonly host: HTMLElement,
    private input: PlotInput,
  ) {
    this.#palette = readPalette(host);
    this.#stopTheme = onThemeChange(() => {
      this.#palette = readPalette(host);
      this.#plot?.redraw(false, true);
    });
    this.#resize = new ResizeObserver(() =>
      this.#plot?.setSize({ width: host.offsetWidth, height: host.offsetHeight }),
    );
    this.#resize.observe(host);
    this.#build();
  }

  update(input: PlotInput): void {
    const isSameLook =
      this.input.lines.map((line) => line.look.letter).join() ===
      input.lines.map((line) => line.look.letter).join();
    this.input = input;
    if (isSameLook) this.#plot?.setData(alignLines(input.lines));
    else this.#build();
  }

  destroy(): void {
    this.#stopTheme();
    this.#resize.disconnect();
    this.#plot?.destroy();
  }

  #build(): void {
    this.#plot?.destroy();
    const { host } = this;
    const family = getComputedStyle(host).getPropertyValue("font-family");
    const font = `500 ${FONT_PX}px ${family}`;
    const colour = (token: string) => () => this.#palette[token] ?? "";
    const axis: UPlot.Axis = { font, stroke: colour("ink-3"), ticks: { show: false }, gap: 4 };
    this.#plot = new UPlot(
      {
        width: host.offsetWidth,
        height: host.offsetHeight,
        padding: [MARGIN.top, MARGIN.right, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => [0, this.input.durationMs] },
          y: { range: () => [0, this.input.max || 1] },
        },
        axes: [
          {
            ...axis,
            size: MARGIN.bottom,
            grid: { show: false },
            splits: () => gridSteps(this.input.durationMs, host.offsetWidth < 300 ? 4 : 6),
            values: (_, splits) =>
              splits.map((ms, i) => `${ms / 1000}${i === splits.length - 1 ? " s" : ""}`),
          },
          {
            ...axis,
            size: MARGIN.left,
            grid: { stroke: colour("line"), width: 1 },
            splits: () => gridSteps(this.input.max),
            values: (_, splits) => splits.map((value) => this.input.formatTick(value)),
          },
        ],
        series: [
          {},
          ...this.input.lines.map(({ look }) => ({
            stroke: colour(look.token),
            width: 1.75,
            dash: look.dash,
            spanGaps: true,
            points: { show: false },
          })),
        ],
        hooks: { draw: [(plot) => this.#drawEnds(plot, family)] },
      },
      alignLines(this.input.lines),
      host,
    );
  }

  /** At the end of each line its marker, letter and last value. */
  #drawEnds(plot: UPlot, family: string): void {
    const { ctx, bbox } = plot;
    const ratio = UPlot.pxRatio;
    const ends = this.input.lines.flatMap((line) => {
      const t = line.t.at(-1);
      const value = line.values.at(-1);
      if (t === undefined || value === undefined) return [];
      return [{ look: line.look, value, x: plot.valToPos(t, "x", true), y: plot.valToPos(value, "y", true) }];
    });
    const labelY = endLabels(
      ends,
      { width: MARGIN.right * ratio, height: 12 * ratio },
      { right: bbox.left + bbox.width, top: bbox.top, bottom: bbox.top + bbox.height },
    );
    ctx.save();
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    ends.forEach(({ look, value, x, y }, i) => {
      ctx.fillStyle = this.#palette[look.token] ?? "";
      ctx.strokeStyle = this.#palette.surface;
      const scale = (8 * ratio) / 20;
      const marker = new Path2D();
      marker.addPath(
        new Path2D(SHAPE_PATHS[look.shape]),
        new DOMMatrix().translate(x - 10 * scale, y - 10 * scale).scale(scale),
      );
      ctx.lineWidth = 3 * ratio;
      ctx.stroke(marker);
      ctx.fill(marker);
      const textX = x + 8 * ratio;
      ctx.font = `600 ${11 * ratio}px ${family}`;
      const textY = labelY[i] ?? y;
      // A line that runs on behind a label leaves it readable.
      ctx.strokeText(look.letter, textX, textY);
      ctx.fillText(look.letter, textX, textY);
      const end = this.input.formatEnd(value);
      ctx.fillStyle = this.#palette["ink-3"];
      ctx.font = `500 ${FONT_PX * ratio}px ${family}`;
      ctx.strokeText(end, textX + 10 * ratio, textY);
      ctx.fillText(end, textX + 10 * ratio, textY);
    });
    ctx.restore();
  }
}
