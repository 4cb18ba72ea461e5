/** How much of a card is drawn. */
export type Detail =
  | { level: "full" }
  /** Head, figure and bar at a size that can be read. `unit` is board pixels per screen pixel. */
  | { level: "far"; unit: number }
  /** A block with its name. */
  | { level: "block"; unit: number };

export const FULL: Detail = { level: "full" };

export const FULL_FROM_ZOOM = 0.4;
export const FAR_FROM_ZOOM = 0.15;

/** Steps per doubling of the zoom: within a step a far picture is kept, and its text only scales by up to 9 %. */
const STEPS = 4;

export function detailAt(zoom: number): Detail {
  if (zoom >= FULL_FROM_ZOOM) return FULL;
  const unit = 2 ** (-Math.round(Math.log2(zoom) * STEPS) / STEPS);
  return { level: zoom >= FAR_FROM_ZOOM ? "far" : "block", unit };
}
