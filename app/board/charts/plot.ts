import { type Palette, readPalette } from "@carveout/canvas";
import { onThemeChange } from "../../ui/theme";
import { SHAPE_PATHS } from "../cards/variant-look";
import { type ChartLine, gridSteps, spreadLabels } from "./lines";
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

const FONT_SIZE = 11;
const LINE_WIDTH = 1.75;
const LABEL_GAP = 4;
/** A chart narrower than this has fewer marks on its clock. */
const NARROW = 300;
/** Edge of an end marker, and of the square its path is drawn in. */
const MARKER = 8;
const SHAPE_BOX = 20;

/** The plotting area in CSS pixels, and where a time and a value lie in it. */
interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
  x(ms: number): number;
  y(value: number): number;
}

/**
 * Draws lines on a canvas inside `host`, in the colours of the tokens that hold there. Pointer, time cursor and words are the component's.
 */
export class Plot {
  readonly #canvas = document.createElement("canvas");
  readonly #context = this.#canvas.getContext("2d");
  readonly #family: string;
  readonly #stopTheme: () => void;
  readonly #resize: ResizeObserver;
  #palette: Palette;

  constructor(
    private readonly host: HTMLElement,
    private input: PlotInput,
  ) {
    this.#palette = readPalette(host);
    this.#family = getComputedStyle(host).fontFamily;
    this.#canvas.style.cssText = "display:block;width:100%;height:100%";
    host.append(this.#canvas);
    this.#stopTheme = onThemeChange(() => {
      this.#palette = readPalette(host);
      this.#draw();
    });
    // Comes once at the start too.
    this.#resize = new ResizeObserver(() => this.#draw());
    this.#resize.observe(host);
  }

  update(input: PlotInput): void {
    this.input = input;
    this.#draw();
  }

  destroy(): void {
    this.#stopTheme();
    this.#resize.disconnect();
    this.#canvas.remove();
  }

  #draw(): void {
    const context = this.#context;
    const { offsetWidth: width, offsetHeight: height } = this.host;
    if (context === null || width === 0) return;
    const ratio = devicePixelRatio;
    this.#canvas.width = width * ratio;
    this.#canvas.height = height * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const area = this.#area(width, height);
    this.#drawAxes(context, area, width);
    for (const line of this.input.lines) this.#drawLine(context, area, line);
    this.#drawEnds(context, area);
  }

  #area(width: number, height: number): Area {
    const { durationMs, max } = this.input;
    const [left, top] = [MARGIN.left, MARGIN.top];
    const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
    return {
      left,
      top,
      right,
      bottom,
      x: (ms) => left + (ms / durationMs) * (right - left),
      y: (value) => bottom - (value / (max || 1)) * (bottom - top),
    };
  }

  #drawAxes(context: CanvasRenderingContext2D, area: Area, width: number): void {
    const { max, durationMs, formatTick } = this.input;
    context.font = `500 ${FONT_SIZE}px ${this.#family}`;
    context.fillStyle = this.#palette["ink-3"];
    context.strokeStyle = this.#palette.line;
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const value of gridSteps(max)) {
      // Half a pixel down, the line fills one row and not two halves.
      const y = Math.round(area.y(value)) + 0.5;
      context.beginPath();
      context.moveTo(area.left, y);
      context.lineTo(area.right, y);
      context.stroke();
      context.fillText(formatTick(value), area.left - LABEL_GAP, y);
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    const times = gridSteps(durationMs, width < NARROW ? 4 : 6);
    times.forEach((ms, i) => {
      const text = `${ms / 1000}${i === times.length - 1 ? " s" : ""}`;
      context.fillText(text, area.x(ms), area.bottom + LABEL_GAP);
    });
  }

  #drawLine(context: CanvasRenderingContext2D, area: Area, { look, t, values }: ChartLine): void {
    context.save();
    context.beginPath();
    context.rect(area.left, 0, area.right - area.left, area.bottom + LINE_WIDTH);
    context.clip();
    context.beginPath();
    t.forEach((ms, i) => {
      context.lineTo(area.x(ms), area.y(values[i] ?? 0));
    });
    context.strokeStyle = this.#palette[look.token] ?? "";
    context.lineWidth = LINE_WIDTH;
    context.lineJoin = "round";
    context.setLineDash(look.dash ?? []);
    context.stroke();
    context.restore();
  }

  /** At the end of each line its marker, letter and last value. */
  #drawEnds(context: CanvasRenderingContext2D, area: Area): void {
    const ends = this.input.lines.flatMap(({ look, t, values }) => {
      const [ms, value] = [t.at(-1), values.at(-1)];
      return ms === undefined || value === undefined
        ? []
        : [{ look, value, x: area.x(ms), y: area.y(value) }];
    });
    const wanted = ends.map((end) => end.y);
    const labelY = spreadLabels(wanted, FONT_SIZE + 1, area.top, area.bottom);
    context.textBaseline = "middle";
    context.textAlign = "left";
    // A line that runs on behind a label leaves it readable.
    context.strokeStyle = this.#palette.surface;
    context.lineWidth = 3;
    ends.forEach(({ look, value, x, y }, i) => {
      const scale = MARKER / SHAPE_BOX;
      const marker = new Path2D();
      const place = new DOMMatrix().translate(x - MARKER / 2, y - MARKER / 2).scale(scale);
      marker.addPath(new Path2D(SHAPE_PATHS[look.shape]), place);
      context.fillStyle = this.#palette[look.token] ?? "";
      context.stroke(marker);
      context.fill(marker);
      const textX = x + MARKER;
      const textY = labelY[i] ?? y;
      context.font = `600 ${FONT_SIZE}px ${this.#family}`;
      context.strokeText(look.letter, textX, textY);
      context.fillText(look.letter, textX, textY);
      const end = this.input.formatEnd(value);
      context.fillStyle = this.#palette["ink-3"];
      context.font = `500 ${FONT_SIZE}px ${this.#family}`;
      context.strokeText(end, textX + 10, textY);
      context.fillText(end, textX + 10, textY);
    });
  }
}
