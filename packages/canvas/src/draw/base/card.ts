import type { Command, Font } from "../../picture/list";
import type { Badge, BarSegment, CardPicture, PictureBlock, PictureRow } from "../../picture/picture";
import type { TextRuler } from "../../picture/text";
import type { Size } from "../../plane/geometry";

/** Measures of the design language; the DOM cards have the same, so that nothing jumps when one takes the place of its picture. */
export const HEAD = 34;
export const RADIUS = 8;
const PADDING = 12;
const HEAD_PADDING = 10;
const BADGE_RADIUS = 9;
const ROW = 26;
const COLUMN_ROW = 18;
const LINE = 16;
const FIGURE = 24;
const BAR = 14;

export const TITLE: Font = { family: "sans", weight: 600, size: 13 };
export const FIGURE_FONT: Font = { family: "mono", weight: 600, size: 19 };
const SMALL: Font = { family: "sans", weight: 400, size: 12 };
const MICRO: Font = { family: "sans", weight: 500, size: 10.5 };
const NUMBER: Font = { family: "mono", weight: 500, size: 12 };
const NOTE: Font = { family: "sans", weight: 600, size: 13 };

/** Draws within a card; the foot is where nothing more fits. */
interface Pen {
  commands: Command[];
  ruler: TextRuler;
  foot: number;
}

/** The picture of a card at full detail, from its own top left corner. */
export function drawCard(picture: CardPicture, size: Size, ruler: TextRuler): Command[] {
  const pen: Pen = { commands: [], ruler, foot: size.h - 4 };
  if (picture.tone === "note") drawNote(pen, picture, size);
  else drawPaper(pen, picture, size);
  return pen.commands;
}

/** How high a card is that shows all of its picture and nothing else. */
export function cardHeight(picture: CardPicture, w: number, ruler: TextRuler): number {
  const [, ...content] = drawCard(picture, { w, h: Number.POSITIVE_INFINITY }, ruler);
  const bottoms = content.map((command) => {
    if (command.op === "text") return command.y + command.font.size / 3;
    return "h" in command ? command.y + command.h : 0;
  });
  return Math.max(HEAD, ...bottoms) + PADDING;
}

function drawNote(pen: Pen, picture: CardPicture, size: Size): void {
  pen.commands.push({ op: "panel", x: 0, y: 0, ...size, radius: 2, fill: "note" });
  let y = 10;
  for (const line of picture.lines ?? [picture.title]) {
    if (y + 18 > pen.foot) return;
    write(pen, line, PADDING, y + 13, NOTE, "note-ink", size.w - 2 * PADDING);
    y += 18;
  }
}

function drawPaper(pen: Pen, picture: CardPicture, size: Size): void {
  pen.commands.push({ op: "panel", x: 0, y: 0, ...size, radius: RADIUS, fill: "surface", border: "line" });
  drawHead(pen, picture, size.w);
  let y = HEAD + 8;
  for (const line of picture.lines ?? []) {
    if (y + LINE > pen.foot) return;
    write(pen, line, PADDING, y + 12, SMALL, "ink-2", size.w - 2 * PADDING);
    y += LINE;
  }
  if (picture.body) y = drawBlock(pen, picture.body, PADDING, y, size.w - 2 * PADDING, ROW);
  drawColumns(pen, picture.columns ?? [], y, size.w);
}

function drawColumns(pen: Pen, columns: readonly PictureBlock[], top: number, width: number): void {
  const share = width / columns.length;
  const feet = columns.map((column, i) =>
    drawBlock(pen, column, i * share + PADDING, top, share - 2 * PADDING, COLUMN_ROW),
  );
  const h = Math.min(pen.foot, Math.max(...feet)) - top;
  if (h <= 0) return;
  for (let i = 1; i < columns.length; i++)
    pen.commands.push({ op: "fill", x: i * share, y: top, w: 1, h, fill: "line" });
}

function drawHead(pen: Pen, { badge, title, kindLabel }: CardPicture, width: number): void {
  pen.commands.push({ op: "rule", x: 0, y: HEAD, w: width, stroke: "line" });
  const x = badge ? HEAD_PADDING + 2 * BADGE_RADIUS + 8 : PADDING;
  if (badge) drawBadge(pen, badge, HEAD_PADDING + BADGE_RADIUS, HEAD / 2);
  const room = width - x - PADDING;
  const kindWidth = kindLabel === "" ? 0 : pen.ruler.width(kindLabel, MICRO) + 6;
  const titleWidth = write(pen, title, x, HEAD / 2 + 4.5, TITLE, "ink", Math.max(room - kindWidth, room / 2));
  write(pen, kindLabel, x + titleWidth + 6, HEAD / 2 + 4.5, MICRO, "ink-3", room - titleWidth - 6);
}

export function drawBadge(
  { commands }: Pick<Pen, "commands">,
  badge: Badge,
  x: number,
  y: number,
  radius = BADGE_RADIUS,
): void {
  commands.push({ op: "shape", shape: badge.shape, x, y, radius, fill: badge.colour });
  const size = radius * (badge.shape === "circle" || badge.shape === "square" ? 1.22 : 1);
  commands.push({
    op: "text",
    text: badge.letter,
    x,
    y: y + size * 0.36 + (badge.shape === "triangle" ? radius * 0.3 : 0),
    font: { family: "mono", weight: 600, size },
    fill: "v-ink",
    align: "center",
  });
}

/** Returns where the next thing goes. */
function drawBlock(pen: Pen, block: PictureBlock, x: number, top: number, w: number, row: number): number {
  let y = top;
  const fits = (h: number): boolean => y + h <= pen.foot;
  if ((block.badge || block.name) && fits(26)) {
    if (block.badge) drawBadge(pen, block.badge, x + BADGE_RADIUS, y + 12);
    const indent = block.badge ? 2 * BADGE_RADIUS + 8 : 0;
    write(pen, block.name ?? "", x + indent, y + 16.5, TITLE, "ink", w - indent);
    y += 28;
  }
  if (block.figure && fits(FIGURE)) {
    const { value, unit = "" } = block.figure;
    const width = write(pen, value, x, y + 18, FIGURE_FONT, "ink", w);
    write(pen, unit, x + width + 5, y + 18, SMALL, "ink-2", w - width - 5);
    y += FIGURE + 6;
  }
  if (block.bar && fits(BAR)) {
    drawBar(pen, block.bar, x, y, w, BAR, 1);
    y += BAR + 8;
  }
  for (const entry of block.rows ?? []) {
    if (!fits(row)) break;
    drawRow(pen, entry, x, y + row / 2 + 4, w);
    y += row;
  }
  return y;
}

function drawRow(
  pen: Pen,
  { label, value, colour = "ink" }: PictureRow,
  x: number,
  y: number,
  w: number,
): void {
  const text = pen.ruler.fit(value, NUMBER, w * 0.7);
  const taken = pen.ruler.width(text, NUMBER);
  pen.commands.push({ op: "text", text, x: x + w, y, font: NUMBER, fill: colour, align: "right" });
  write(pen, label, x, y, SMALL, "ink-2", w - taken - 8);
}

/** Segments with gaps between them. */
export function drawBar(
  { commands }: Pick<Pen, "commands">,
  segments: readonly BarSegment[],
  x: number,
  y: number,
  w: number,
  h: number,
  gap: number,
): void {
  let start = x;
  for (const { token, share, pattern } of segments) {
    const width = share * w;
    if (width > gap) commands.push({ op: "pattern", x: start, y, w: width - gap, h, fill: token, pattern });
    start += width;
  }
}

/** Writes what fits and returns its width. */
function write(
  { commands, ruler }: Pick<Pen, "commands" | "ruler">,
  text: string,
  x: number,
  y: number,
  font: Font,
  fill: string,
  room: number,
): number {
  const fitting = ruler.fit(text, font, room);
  if (fitting === "") return 0;
  commands.push({ op: "text", text: fitting, x, y, font, fill });
  return ruler.width(fitting, font);
}
