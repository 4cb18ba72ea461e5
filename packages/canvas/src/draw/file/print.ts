import type { Command } from "../../picture/list";
import type { TextRuler } from "../../picture/text";
import { type Box, inflated, union } from "../../plane/geometry";
import type { SceneItem } from "../../scene/item";
import type { SceneStore } from "../../scene/store";
import { wireCommands, wireStroke } from "../base/base";
import { cardHeight } from "../base/card";
import { FULL } from "../base/detail";
import { PictureCache } from "../base/pictures";
import { drawPorts } from "../base/ports";

/** Board pixels around what is drawn. */
const MARGIN = 24;

/** A board or a part of it as a picture of its own, at full detail: what the back ends for files draw. */
export interface Print {
  /** What the picture shows, in board pixels. */
  box: Box;
  commands: readonly Command[];
}

/** Addresses of the images that a print shows. */
export function imagesIn(commands: readonly Command[]): string[] {
  const found = commands.flatMap((command) => {
    if (command.op === "group") return imagesIn(command.commands);
    return command.op === "image" ? [command.href] : [];
  });
  return [...new Set(found)];
}

/**
 * All items, or only these and the wires between them; null where there is nothing to draw. Cards are as high as what is drawn of them: on the
 * screen they have room for the fields and curves of the DOM card, and a note's text is cut where that one ends.
 */
export function printOf(
  { scene, ruler }: { scene: SceneStore; ruler: TextRuler },
  ids: readonly string[] = [...scene.items()],
): Print | null {
  const extent = scene.extent(ids);
  if (extent === null) return null;
  const shown = new Set(ids);
  const wires = scene
    .wiresIn(extent)
    .filter(({ wire }) => shown.has(wire.from.item) && shown.has(wire.to.item));
  const items = scene
    .itemsIn(extent)
    .filter(({ id }) => shown.has(id))
    .map((item) => ({ item, box: printedBox(item, scene.boxOf(item.id) ?? item, ruler) }));
  const pictures = new PictureCache(ruler);
  return {
    box: inflated(union(items.map(({ box }) => box)) ?? extent, MARGIN),
    commands: [
      ...wireCommands(wires.map(({ wire, curve }) => ({ curve, stroke: wireStroke(wire, false) }))),
      ...items.flatMap(({ item, box }): Command[] => [
        { op: "group", x: box.x, y: box.y, commands: pictures.of(item.picture, box, FULL) },
        ...drawPorts(item.ports, box, null),
      ]),
    ],
  };
}

function printedBox({ picture, ports }: SceneItem, { x, y, w, h }: Box, ruler: TextRuler): Box {
  if (picture.tone === "drawing") return { x, y, w, h };
  const toLastPort = Math.max(0, ...ports.map(({ offsetY }) => offsetY)) + MARGIN / 2;
  return { x, y, w, h: Math.max(toLastPort, cardHeight(picture, w, ruler)) };
}
