import type { Command, Font } from "../../picture/list";
import type { Fonts, Palette } from "../../picture/palette";
import type { MeasureCharacter } from "../../picture/text";
import type { Box } from "../../plane/geometry";
import { type Context2D, contextOf } from "./context";
import type { Images } from "./images";
import { curveOutline, pointerOutline, shapeOutline } from "./outlines";
import type { Patterns } from "./pattern";

/** Text smaller than this on the screen is a smear: it is left out. */
const TEXT_MIN_SCREEN = 5;

/** A corner of a smaller radius on the screen can't be told from a square one. */
const ROUND_FROM_SCREEN = 2.5;

/** Executes commands on canvases. What it reads once for all of them: colours, fonts, patterns, and each path of a picture that stays. */
export class Painter {
  private context: Context2D;
  /** A picture keeps its commands from frame to frame, so that each path is read once. */
  private readonly paths = new WeakMap<Command, Path2D>();
  private readonly fontNames = new WeakMap<Font, string>();
  /** Screen pixels per unit of the commands. */
  private scale = 1;

  constructor(
    document: Document,
    private palette: Palette,
    private readonly fonts: Fonts,
    private readonly images: Images,
    private readonly patterns: Pick<Patterns, "over" | "forget">,
  ) {
    this.context = contextOf(document.createElement("canvas"));
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.patterns.forget();
  }

  readonly measure: MeasureCharacter = (character, { family, weight }) => {
    this.context.save();
    this.context.font = `${weight} 100px ${this.fonts[family]}`;
    const { width } = this.context.measureText(character);
    this.context.restore();
    return width;
  };

  /** What follows goes onto this canvas, whose transform takes `scale` screen pixels for each unit. */
  on(context: Context2D, scale: number): this {
    this.context = context;
    this.scale = scale;
    return this;
  }

  private colour(token: string): string {
    return this.palette[token] ?? token;
  }

  private isRound(radius: number): boolean {
    return radius * this.scale >= ROUND_FROM_SCREEN;
  }

  private get hairline(): number {
    return Math.max(1, 1 / this.scale);
  }

  run(commands: readonly Command[]): void {
    for (const command of commands) this.execute(command);
  }

  private execute(command: Command): void {
    const { context } = this;
    switch (command.op) {
      case "group":
        context.translate(command.x, command.y);
        this.run(command.commands);
        context.translate(-command.x, -command.y);
        return;
      case "panel":
        this.panel(command);
        return;
      case "fill":
        context.globalAlpha = command.alpha ?? 1;
        if (this.isRound(command.radius ?? 0)) this.fillRound(command, command.radius ?? 0, command.fill);
        else this.fillBox(command, command.fill);
        context.globalAlpha = 1;
        return;
      case "pattern":
        this.fillBox(command, command.fill);
        if (command.pattern !== "plain")
          this.patterns.over(context, command, command.pattern, this.colour(command.fill), this.scale);
        return;
      case "rule":
        this.fillBox({ x: command.x, y: command.y - 1, w: command.w, h: this.hairline }, command.stroke);
        return;
      case "shape":
        this.shape(command);
        return;
      case "text":
        this.text(command);
        return;
      case "path":
        this.path(command);
        return;
      case "image":
        this.image(command);
        return;
      case "curves":
        this.curves(command);
        return;
      case "outlines":
        this.outlines(command);
        return;
      case "pointer":
        this.pointer(command);
        return;
    }
  }

  fillBox({ x, y, w, h }: Box, fill: string): void {
    this.context.fillStyle = this.colour(fill);
    this.context.fillRect(x, y, w, h);
  }

  private fillRound({ x, y, w, h }: Box, radius: number, fill: string): void {
    this.context.fillStyle = this.colour(fill);
    this.context.beginPath();
    this.context.roundRect(x, y, w, h, Math.max(0, radius));
    this.context.fill();
  }

  /** Border and face are two fills: their edges lie on pixels, where a stroke would straddle them. */
  private panel(command: Extract<Command, { op: "panel" }>): void {
    const { x, y, w, h, radius, fill, border } = command;
    const isRound = this.isRound(radius);
    const paint = (box: Box, r: number, colour: string): void =>
      isRound ? this.fillRound(box, r, colour) : this.fillBox(box, colour);
    if (!border) {
      paint(command, radius, fill);
      return;
    }
    const edge = this.hairline;
    paint({ x, y, w, h }, radius, border);
    paint({ x: x + edge, y: y + edge, w: w - 2 * edge, h: h - 2 * edge }, radius - edge, fill);
  }

  private shape(command: Extract<Command, { op: "shape" }>): void {
    const { context } = this;
    context.beginPath();
    shapeOutline(context, command.shape, command.x, command.y, command.radius);
    context.fillStyle = this.colour(command.fill);
    context.fill();
    if (!command.stroke) return;
    context.strokeStyle = this.colour(command.stroke);
    context.lineWidth = command.width ?? 1;
    context.stroke();
  }

  private text({ text, x, y, font, fill, align = "left" }: Extract<Command, { op: "text" }>): void {
    if (font.size * this.scale < TEXT_MIN_SCREEN) return;
    const { context } = this;
    context.font = this.fontName(font);
    context.fillStyle = this.colour(fill);
    context.textAlign = align;
    context.fillText(text, x, y);
  }

  /** A picture keeps its fonts from frame to frame; building the CSS name each time would be half the cost of a text. */
  private fontName(font: Font): string {
    const known = this.fontNames.get(font);
    if (known) return known;
    const name = `${font.weight} ${font.size}px ${this.fonts[font.family]}`;
    this.fontNames.set(font, name);
    return name;
  }

  private path(command: Extract<Command, { op: "path" }>): void {
    const { fill, fillAlpha = 1, stroke, width = 1, dash, alpha = 1 } = command;
    const { context } = this;
    const path = this.paths.get(command) ?? new Path2D(command.d);
    this.paths.set(command, path);
    if (fill) {
      context.globalAlpha = fillAlpha;
      context.fillStyle = this.colour(fill);
      context.fill(path);
      context.globalAlpha = 1;
    }
    if (!stroke) return;
    context.globalAlpha = alpha;
    context.strokeStyle = this.colour(stroke);
    context.lineWidth = Math.max(width, 1 / this.scale);
    context.lineCap = context.lineJoin = "round";
    if (dash) context.setLineDash([...dash]);
    context.stroke(path);
    if (dash) context.setLineDash([]);
    context.globalAlpha = 1;
    context.lineCap = "butt";
    context.lineJoin = "miter";
  }

  private image({ href, x, y, w, h }: Extract<Command, { op: "image" }>): void {
    const picture = this.images.of(href);
    if (picture) this.context.drawImage(picture, x, y, w, h);
  }

  private curves({ curves, stroke, width, dash }: Extract<Command, { op: "curves" }>): void {
    this.stroke(stroke, width, dash, (context) => {
      context.beginPath();
      for (const curve of curves) curveOutline(context, curve);
      context.stroke();
    });
  }

  private outlines(command: Extract<Command, { op: "outlines" }>): void {
    const { boxes, radius, stroke, width, dash } = command;
    const isRound = this.isRound(radius);
    this.stroke(stroke, width, dash, (context) => {
      context.beginPath();
      for (const { x, y, w, h } of boxes)
        if (isRound) context.roundRect(x, y, w, h, radius);
        else context.strokeRect(x, y, w, h);
      if (isRound) context.stroke();
    });
  }

  private stroke(
    stroke: string,
    width: number,
    dash: readonly number[] | undefined,
    draw: (context: Context2D) => void,
  ): void {
    const { context } = this;
    context.strokeStyle = this.colour(stroke);
    context.lineWidth = Math.max(width, 1 / this.scale);
    if (dash) context.setLineDash([...dash]);
    draw(context);
    if (dash) context.setLineDash([]);
  }

  private pointer({ x, y, fill, outline, alpha }: Extract<Command, { op: "pointer" }>): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.beginPath();
    pointerOutline(context, x, y);
    context.fillStyle = this.colour(fill);
    context.fill();
    context.strokeStyle = this.colour(outline);
    context.lineWidth = 1.5;
    context.lineJoin = "round";
    context.stroke();
    context.globalAlpha = 1;
  }

  dots(step: number, fill: string, { x, y, w, h }: Box): void {
    const size = Math.max(1, 1.5 / this.scale);
    const { context } = this;
    context.fillStyle = this.colour(fill);
    for (let top = Math.floor(y / step) * step; top <= y + h; top += step)
      for (let left = Math.floor(x / step) * step; left <= x + w; left += step)
        context.fillRect(left, top, size, size);
  }
}
