import { drawPorts } from "../draw/base/ports";
import { shapeOutline } from "../draw/canvas/outlines";
import { number, pathOf } from "../draw/canvas/path-text";
import type { ScenePort } from "../scene/item";

const SVG = "http://www.w3.org/2000/svg";

/** What they were drawn from. */
interface Drawn {
  svg: SVGSVGElement;
  ports: readonly ScenePort[];
  width: number;
}

/**
 * The ports of mounted cards, each as a part of its card's element: what moves the card moves them, and a card that lies over it hides them.
 * Colours are the page's own, so that a change of the theme needs no drawing.
 */
export class PortMarks {
  private readonly drawn = new WeakMap<HTMLElement, Drawn>();

  /** They stand at the edges of a card of this width. */
  show(card: HTMLElement, ports: readonly ScenePort[], width: number): void {
    const drawn = this.drawn.get(card);
    if (drawn?.ports === ports && drawn.width === width) return;
    const svg = drawn?.svg ?? marksOn(card);
    this.drawn.set(card, { svg, ports, width });
    const shapes = drawPorts(ports, { x: 0, y: 0, w: width, h: 0 }, null);
    svg.replaceChildren(
      ...shapes.map((command) => {
        const path = card.ownerDocument.createElementNS(SVG, "path");
        const { shape, x, y, radius, fill, stroke } = command;
        path.setAttribute(
          "d",
          pathOf((pen) => shapeOutline(pen, shape, x, y, radius)),
        );
        path.style.cssText = `fill:var(--${fill});stroke:var(--${stroke});stroke-width:${number(command.width)}`;
        return path;
      }),
    );
  }
}

function marksOn(card: HTMLElement): SVGSVGElement {
  const svg = card.ownerDocument.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.style.cssText =
    "position:absolute;left:0;top:0;width:1px;height:1px;z-index:1;overflow:visible;pointer-events:none";
  card.append(svg);
  return svg;
}
