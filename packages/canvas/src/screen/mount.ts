import { type Box, centreOf, distanceToBox, intersects } from "../plane/geometry";

/** Baselines: beyond some hundred mounted cards frames are lost; real cards are several times heavier than the measured ones. */
export const MOUNTED_MAX = 50;

/** A card can be worked with from here on: its 12 px text is 7 screen pixels high. */
export const MOUNT_FROM_ZOOM = 0.6;
const MOUNT_FROM_SCREEN_WIDTH = 100;

export interface MountQuestion {
  view: Box;
  zoom: number;
  /** Items in view. */
  candidates: readonly { id: string; box: Box }[];
  /** Stay whatever happens: somebody types in them. */
  pinned: readonly string[];
  selected: ReadonlySet<string>;
  /** The last answer. */
  mounted: readonly string[];
}

/**
 * Which items are to be DOM cards: pinned ones, selected ones that are mounted already, then the nearest to the centre of the view.
 * Those that stay keep their order, so that a list rendered from the answer moves no element.
 */
export function chooseMounted(question: MountQuestion): string[] {
  const { view, zoom, candidates, pinned, selected, mounted } = question;
  const chosen = new Set(pinned.slice(0, MOUNTED_MAX));
  const add = (ids: readonly string[]): void => {
    for (const id of ids) if (chosen.size < MOUNTED_MAX) chosen.add(id);
  };
  add(mounted.filter((id) => selected.has(id)));
  if (zoom >= MOUNT_FROM_ZOOM) {
    const centre = centreOf(view);
    const workable = candidates
      .filter(({ box }) => box.w * zoom >= MOUNT_FROM_SCREEN_WIDTH && intersects(box, view))
      .map(({ id, box }) => ({ id, away: distanceToBox(centre, box) }))
      .sort((a, b) => a.away - b.away || (a.id < b.id ? -1 : 1));
    add(workable.map(({ id }) => id));
  }
  const before = new Set(mounted);
  return [...mounted.filter((id) => chosen.has(id)), ...[...chosen].filter((id) => !before.has(id))];
}
