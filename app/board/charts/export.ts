import { saveFile } from "../../ui/download";
import { csvOf, type PictureTable } from "./picture/table";

/** A picture as it is saved: what it shows, where it comes from. */
export interface PictureFile {
  /** Becomes the file's name. */
  title: string;
  table: PictureTable;
  /** The drawings of the picture, left to right as they lie on the screen. */
  svgs: readonly SVGSVGElement[];
  /** Run, seed, core and command, a line each. */
  provenance: readonly string[];
}

export type PictureFormat = "CSV" | "SVG" | "PNG";
export const PICTURE_FORMATS: readonly PictureFormat[] = ["CSV", "SVG", "PNG"];

const MARGIN = 14;
const TITLE_HEIGHT = 22;
const LINE_HEIGHT = 14;
/** Pixels of a PNG for each of the screen: sharp in a slide and in print. */
const PNG_SCALE = 2;

export async function savePicture(format: PictureFormat, picture: PictureFile): Promise<void> {
  const name = `${fileName(picture.title)}.${format.toLowerCase()}`;
  if (format === "CSV") return saveFile(name, "text/csv", csvOf(picture.table, picture.provenance));
  const drawing = composed(picture);
  const text = new XMLSerializer().serializeToString(drawing);
  if (format === "SVG") return saveFile(name, "image/svg+xml", text);
  saveFile(name, "image/png", await rasterised(text, drawing));
}

function fileName(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "") || "picture"
  );
}

/** One drawing of all parts in their places, with the title above and the provenance below, in the colours of the screen. */
function composed({ title, svgs, provenance }: PictureFile): SVGSVGElement {
  const style = getComputedStyle(document.documentElement);
  const colour = (token: string) => resolved(`var(${token})`);
  const boxes = svgs.map((svg) => svg.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const width = Math.max(...boxes.map((box) => box.right)) - left + 2 * MARGIN;
  const drawn = Math.max(...boxes.map((box) => box.bottom)) - top;
  const height = drawn + 2 * MARGIN + TITLE_HEIGHT + provenance.length * LINE_HEIGHT + 4;
  const root = element("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  root.append(element("rect", { width, height, fill: colour("--surface") }));
  const write = (text: string, y: number, size: number, weight: number, token: string, family: string) => {
    const node = element("text", {
      x: MARGIN,
      y,
      "font-size": size,
      "font-weight": weight,
      "font-family": family,
      fill: colour(token),
    });
    node.textContent = text;
    root.append(node);
  };
  write(title, MARGIN + 12, 13, 600, "--ink", style.getPropertyValue("--sans") || "sans-serif");
  for (const [i, svg] of svgs.entries()) {
    const box = boxes[i];
    if (box === undefined) continue;
    const part = standing(svg);
    part.setAttribute("x", String(box.left - left + MARGIN));
    part.setAttribute("y", String(box.top - top + MARGIN + TITLE_HEIGHT));
    part.setAttribute("width", String(box.width));
    part.setAttribute("height", String(box.height));
    root.append(part);
  }
  for (const [i, line] of provenance.entries())
    write(line, height - MARGIN - (provenance.length - 1 - i) * LINE_HEIGHT, 10, 400, "--ink-3", "monospace");
  return root as SVGSVGElement;
}

const SVG = "http://www.w3.org/2000/svg";

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** What a style sheet gives to a drawing's parts, and a file has to say itself. */
const STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
] as const;

/** A copy that needs no style sheet. What is there for the pointer alone is left out. */
function standing(svg: SVGSVGElement): SVGElement {
  const copy = svg.cloneNode(true) as SVGElement;
  const from = svg.querySelectorAll("*");
  for (const [i, node] of [...copy.querySelectorAll("*")].entries()) {
    const original = from[i];
    if (original === undefined) continue;
    const style = getComputedStyle(original);
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value !== "" && value !== "none") node.setAttribute(name, value);
      else if (name === "fill" || name === "stroke") node.setAttribute(name, "none");
    }
    node.removeAttribute("class");
    node.removeAttribute("style");
  }
  for (const node of copy.querySelectorAll("[data-screen-only]")) node.remove();
  return copy;
}

/** A colour of the tokens as it is on this screen, light or dark. */
function resolved(value: string): string {
  const probe = document.createElement("i");
  probe.style.color = value;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

async function rasterised(text: string, drawing: SVGSVGElement): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Number(drawing.getAttribute("width")) * PNG_SCALE;
  canvas.height = Number(drawing.getAttribute("height")) * PNG_SCALE;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser draws no pictures.");
  context.scale(PNG_SCALE, PNG_SCALE);
  context.drawImage(image, 0, 0);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob === null ? fail(new Error("The picture is too large.")) : done(blob)));
  });
}
