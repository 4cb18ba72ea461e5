import type { Point, Target } from "@carveout/canvas";
import type { ThreadAnchor } from "@carveout/model";
import type { Whiteboard } from "../canvas/whiteboard";
import { type FieldPlace, placeAt } from "../session";

const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });

/** What a point of the board is about: a field of a card, a card, or the place itself. */
export function anchorAt(whiteboard: Whiteboard, target: Target, at: Point): ThreadAnchor {
  const { engine, container } = whiteboard;
  const item = target.kind === "item" ? target.id : target.kind === "port" ? target.item : null;
  const box = item === null ? undefined : engine.boxOf(item);
  if (item === null || box === undefined) return { at: "canvas", ...rounded(at) };
  const offset = rounded({ x: at.x - box.x, y: at.y - box.y });
  const { left, top } = container.getBoundingClientRect();
  const { x, y } = engine.toScreen(at);
  const field = fieldUnder(document.elementsFromPoint(left + x, top + y), item);
  // At the card's edge, so that the pin does not cover the value it speaks of.
  return field === null ? { at: "item", item, ...offset } : { at: "field", item, field, y: offset.y };
}

/** The field that one of these elements, or what holds it, stands for. */
function fieldUnder(elements: readonly Element[], item: string): string | null {
  for (const element of elements) {
    const inside = element.querySelectorAll("[data-place]");
    // A field's label stands beside its control, in a row with no other.
    const place = placeAt(element) ?? (inside.length === 1 && inside[0] ? placeAt(inside[0]) : null);
    if (place?.item === item) return place.field === "name" ? null : place.field;
  }
  return null;
}

/** A field by the element that shows it: the pin stands beside it at the card's edge. */
export function anchorOfField(
  { engine, container }: Whiteboard,
  { item, field }: FieldPlace,
  element: Element,
): ThreadAnchor {
  const box = engine.boxOf(item);
  if (box === undefined) return { at: "field", item, field };
  const shown = element.getBoundingClientRect();
  const at = engine.toBoard({
    x: 0,
    y: shown.top + shown.height / 2 - container.getBoundingClientRect().top,
  });
  return { at: "field", item, field, y: Math.round(at.y - box.y) };
}
