import type { Command, Font } from "../../picture/list";
import type { CardPicture, PictureBlock } from "../../picture/picture";
import type { TextRuler } from "../../picture/text";
import type { Size } from "../../plane/geometry";
import { drawBadge, drawBar, FIGURE_FONT, TITLE } from "./card";

/** Screen pixels. */
const TITLE_SIZE = 11;
const NAME_SIZE = 8;
const FIGURE_SIZE = { largest: 16, smallest: 8 };
const BAR_HEIGHT = 6;
const NAME_FROM_WIDTH = 26;
const STATE_EDGE = 3;

/** From 15 to 40 %: head, figures and bars, as much as fits at a readable size. `unit` is board pixels per screen pixel. */
export function drawFar(picture: CardPicture, size: Size, unit: number, ruler: TextRuler): Command[] {
  const commands = ground(picture, size, 4 * unit);
  stateEdge(commands, picture, size, unit);
  const padding = Math.min(6 * unit, size.w / 8);
  const width = size.w - 2 * padding;
  let y = 3 * unit;
  const fits = (h: number): boolean => y + h <= size.h - unit;

  const title: Font = { ...TITLE, size: Math.min(TITLE_SIZE * unit, size.h * 0.7) };
  const radius = title.size * 0.6;
  const indent = picture.badge ? 2 * radius + 3 * unit : 0;
  if (picture.badge) drawBadge({ commands }, picture.badge, padding + radius, y + radius, radius);
  push(
    commands,
    ruler.fit(picture.title, title, width - indent),
    padding + indent,
    y + title.size,
    title,
    picture,
  );
  y += title.size * 1.3;

  const columns = picture.columns ?? [];
  const blocks = columns.length > 0 ? columns : [picture.body ?? {}];
  const share = width / blocks.length;
  const figure = figureFont(blocks, share - padding, unit, ruler);
  if (blocks.some((block) => block.figure) && fits(figure.size * 1.2)) {
    blocks.forEach((block, i) => {
      const text = ruler.fit(block.figure?.value ?? "", figure, share - padding / 2);
      push(commands, text, padding + i * share, y + figure.size, figure, picture);
    });
    y += figure.size * 1.3;
  }
  if (blocks.some((block) => block.bar) && fits(BAR_HEIGHT * unit)) {
    blocks.forEach((block, i) => {
      drawBar(
        { commands },
        block.bar ?? [],
        padding + i * share,
        y,
        share - padding / 2,
        BAR_HEIGHT * unit,
        unit,
      );
    });
  }
  return commands;
}

/** As large as lets the widest figure fit, and the same for all columns. */
function figureFont(blocks: readonly PictureBlock[], room: number, unit: number, ruler: TextRuler): Font {
  const font: Font = { ...FIGURE_FONT, size: FIGURE_SIZE.largest * unit };
  const widest = Math.max(1, ...blocks.map(({ figure }) => ruler.width(figure?.value ?? "", font)));
  const shrunk = font.size * Math.min(1, room / widest);
  return { ...font, size: Math.max(shrunk, FIGURE_SIZE.smallest * unit) };
}

/** Below 15 %: a block with the colour of its state, and its name where there is room. */
export function drawFarBlock(picture: CardPicture, size: Size, unit: number, ruler: TextRuler): Command[] {
  const commands = ground(picture, size, 0);
  stateEdge(commands, picture, size, unit);
  if (size.w < NAME_FROM_WIDTH * unit) return commands;
  const name: Font = { ...TITLE, size: Math.min(NAME_SIZE * unit, size.h * 0.8) };
  const indent = (STATE_EDGE + 2) * unit;
  push(
    commands,
    ruler.fit(picture.title, name, size.w - indent - unit),
    indent,
    name.size * 1.15,
    name,
    picture,
  );
  return commands;
}

function ground({ tone }: CardPicture, size: Size, radius: number): Command[] {
  if (tone === "note") return [{ op: "fill", x: 0, y: 0, ...size, fill: "note" }];
  return [{ op: "panel", x: 0, y: 0, ...size, radius, fill: "surface", border: "line" }];
}

function stateEdge(commands: Command[], { state }: CardPicture, size: Size, unit: number): void {
  if (state) commands.push({ op: "fill", x: 0, y: 0, w: STATE_EDGE * unit, h: size.h, fill: state });
}

function push(
  commands: Command[],
  text: string,
  x: number,
  y: number,
  font: Font,
  { tone }: CardPicture,
): void {
  if (text !== "")
    commands.push({ op: "text", text, x, y, font, fill: tone === "note" ? "note-ink" : "ink" });
}
