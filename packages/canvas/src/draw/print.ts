import { inflated } from "../geometry";
import type { SceneStore } from "../scene";
import type { Box } from "../types";
import { itemCommands, wireCommands } from "./base";
import type { Command } from "./list";
import type { PictureCache } from "./pictures";

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

/** All items, or only these and the wires between them. null where there is nothing to draw. */
export function printOf(
  scene: SceneStore,
  pictures: PictureCache,
  ids: readonly string[] = [...scene.items()],
): Print | null {
  const extent = scene.extent(ids);
  if (extent === null) return null;
  const box = inflated(extent, MARGIN);
  const shown = new Set(ids);
  const wires = scene.wiresIn(box).filter(({ wire }) => shown.has(wire.from.item) && shown.has(wire.to.item));
  const items = scene.itemsIn(box).filter(({ id }) => shown.has(id));
  const question = {
    scene,
    camera: { x: 0, y: 0, zoom: 1 },
    pictures,
    isMounted: () => false,
    litPort: null,
  };
  return {
    box,
    commands: [...wireCommands(wires, () => false), ...items.flatMap((item) => itemCommands(item, question))],
  };
}
