import type { BarPattern, Command } from "../../picture/list";
import type { Fonts, Palette } from "../../picture/palette";
import type { Box } from "../../plane/geometry";
import { curveOutline, pointerOutline, shapeOutline } from "../canvas/outlines";
import { number, pathOf } from "../canvas/path-text";
import { isPale, MARKS, markLook, TILE } from "../canvas/pattern";
import type { Print } from "./print";

export interface SvgLooks {
  palette: Palette;
  fonts: Fonts;
  title: string;
  /** Images by their address on the board, as data URLs: the file shows nothing from outside. */
  images: ReadonlyMap<string, string>;
}

/** Writes a print as the text of an SVG file: real text in named fonts, every colour resolved. */
export function svgOf({ box: shown, commands }: Print, looks: SvgLooks): string {
  const { x, y, w, h } = shown;
  const writer = new SvgWriter(looks);
  const body = writer.all(commands);
  const box = [x, y, w, h].map(number).join(" ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${number(w)}" height="${number(h)}" role="img">`,
    `<title>${escaped(looks.title)}</title>`,
    `<defs>${writer.patterns()}</defs>`,
    `<rect${place(shown)}${writer.paint("fill", "canvas")}/>`,
    body,
    "</svg>\n",
  ].join("\n");
}

class SvgWriter {
  private readonly tiles = new Map<string, string>();

  constructor(private readonly looks: SvgLooks) {}

  all(commands: readonly Command[]): string {
    return commands.map((command) => this.one(command)).join("\n");
  }

  patterns(): string {
    return [...this.tiles.values()].join("");
  }

  paint(property: "fill" | "stroke", token: string): string {
    return ` ${property}="${escaped(this.colour(token))}"`;
  }

  private colour(token: string): string {
    const { palette } = this.looks;
    return (Object.hasOwn(palette, token) && palette[token]) || token;
  }

  private one(command: Command): string {
    switch (command.op) {
      case "group":
        return `<g transform="translate(${number(command.x)} ${number(command.y)})">\n${this.all(command.commands)}\n</g>`;
      case "panel": {
        const { x, y, w, h, radius, fill, border } = command;
        if (!border) return `<rect${place(command)} rx="${number(radius)}"${this.paint("fill", fill)}/>`;
        const inner = { x: x + 0.5, y: y + 0.5, w: w - 1, h: h - 1 };
        return `<rect${place(inner)} rx="${number(radius)}"${this.paint("fill", fill)}${this.paint("stroke", border)}/>`;
      }
      case "fill": {
        const radius = command.radius ? ` rx="${number(command.radius)}"` : "";
        const alpha = command.alpha === undefined ? "" : ` fill-opacity="${number(command.alpha)}"`;
        return `<rect${place(command)}${radius}${this.paint("fill", command.fill)}${alpha}/>`;
      }
      case "pattern":
        return (
          `<rect${place(command)}${this.paint("fill", command.fill)}/>` +
          (command.pattern === "plain"
            ? ""
            : `<rect${place(command)} fill="url(#${this.tile(command.pattern, command.fill)})"/>`)
        );
      case "rule":
        return `<rect${place({ ...command, y: command.y - 1, h: 1 })}${this.paint("fill", command.stroke)}/>`;
      case "shape": {
        const { shape, x, y, radius, fill, stroke, width } = command;
        const path = pathOf((pen) => shapeOutline(pen, shape, x, y, radius));
        const line = stroke ? `${this.paint("stroke", stroke)} stroke-width="${number(width ?? 1)}"` : "";
        return `<path d="${path}"${this.paint("fill", fill)}${line}/>`;
      }
      case "text": {
        const { text, x, y, font, fill, align = "left" } = command;
        const anchor = { left: "", right: ' text-anchor="end"', center: ' text-anchor="middle"' }[align];
        const family = escaped(this.looks.fonts[font.family]);
        return `<text x="${number(x)}" y="${number(y)}" font-family="${family}" font-size="${number(font.size)}" font-weight="${font.weight}"${anchor}${this.paint("fill", fill)} xml:space="preserve">${escaped(text)}</text>`;
      }
      case "path": {
        const { d, fill, fillAlpha = 1, alpha = 1, stroke, width = 1, dash } = command;
        const face = fill
          ? `${this.paint("fill", fill)} fill-opacity="${number(fillAlpha)}"`
          : ' fill="none"';
        const line = stroke ? this.line({ stroke, width, dash }) : "";
        return `<path d="${escaped(d)}"${face}${line} stroke-linecap="round" stroke-linejoin="round" stroke-opacity="${number(alpha)}"/>`;
      }
      case "image": {
        const data = this.looks.images.get(command.href);
        return data === undefined
          ? ""
          : `<image${place(command)} href="${escaped(data)}" preserveAspectRatio="none"/>`;
      }
      case "curves": {
        const path = pathOf((pen) => {
          for (const curve of command.curves) curveOutline(pen, curve);
        });
        return `<path d="${path}" fill="none"${this.line(command)}/>`;
      }
      case "outlines":
        return command.boxes
          .map(
            (box) => `<rect${place(box)} rx="${number(command.radius)}" fill="none"${this.line(command)}/>`,
          )
          .join("");
      case "pointer": {
        const path = pathOf((pen) => pointerOutline(pen, command.x, command.y));
        return `<path d="${path}"${this.paint("fill", command.fill)}${this.paint("stroke", command.outline)} opacity="${number(command.alpha)}"/>`;
      }
    }
  }

  private line({ stroke, width, dash }: { stroke: string; width: number; dash?: readonly number[] }): string {
    const dashes = dash ? ` stroke-dasharray="${dash.map(number).join(" ")}"` : "";
    return `${this.paint("stroke", stroke)} stroke-width="${number(width)}"${dashes}`;
  }

  private tile(pattern: Exclude<BarPattern, "plain">, token: string): string {
    const look = markLook(pattern, isPaleColour(this.colour(token)));
    const id = `${pattern}-${look.stroke}`;
    const path = pathOf(MARKS[pattern]);
    this.tiles.set(
      id,
      `<pattern id="${id}" width="${TILE}" height="${TILE}" patternUnits="userSpaceOnUse"><path d="${path}" fill="none" stroke="${look.stroke}" stroke-opacity="${look.alpha}" stroke-width="${look.width}" stroke-linecap="${look.cap}"/></pattern>`,
    );
    return id;
  }
}

/** Colours of a palette are computed ones: "rgb(r, g, b)". */
function isPaleColour(colour: string): boolean {
  const [red, green, blue] = colour.match(/[\d.]+/g)?.map(Number) ?? [];
  return isPale(red ?? 255, green ?? 255, blue ?? 255);
}

function place({ x, y, w, h }: Box): string {
  return ` x="${number(x)}" y="${number(y)}" width="${number(Math.max(0, w))}" height="${number(Math.max(0, h))}"`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as XML takes it. What people typed may hold characters that no XML file may: they go. */
function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu, "")
      .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "")
  );
}
