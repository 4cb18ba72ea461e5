import { type Box, type Point, union } from "../plane/geometry";

/** Where an item comes to lie. */
export interface Move extends Point {
  id: string;
}

export type Edge = "left" | "centre" | "right" | "top" | "middle" | "bottom";

/** Something to align: an item, or a group that stays as it is. */
export interface Unit {
  ids: readonly string[];
  box: Box;
}

export interface Arranged {
  id: string;
  box: Box;
  group?: string | undefined;
}

/** Items of one group are one unit; when there is no other, its items are. */
export function unitsOf(items: readonly Arranged[]): Unit[] {
  const groups = new Set(items.map(({ id, group }) => group ?? id));
  if (groups.size === 1) return items.map(({ id, box }) => ({ ids: [id], box }));
  return [...groups].map((key) => {
    const members = items.filter(({ id, group }) => (group ?? id) === key);
    return { ids: members.map(({ id }) => id), box: union(members.map(({ box }) => box)) as Box };
  });
}

const AXIS = { left: "x", centre: "x", right: "x", top: "y", middle: "y", bottom: "y" } as const;
const sizeOf = (box: Box, axis: "x" | "y"): number => (axis === "x" ? box.w : box.h);
/** Which part of the free room lies before a unit. */
const PART = { left: 0, centre: 0.5, right: 1, top: 0, middle: 0.5, bottom: 1 } as const;

/** Brings one edge, or the centres, of all units to that of the box around them. What lies there already is not among the moves. */
export function align(items: readonly Arranged[], edge: Edge): Move[] {
  const units = unitsOf(items);
  const whole = union(units.map(({ box }) => box));
  if (whole === null) return [];
  const axis = AXIS[edge];
  return moves(items, units, (unit) => {
    const free = sizeOf(whole, axis) - sizeOf(unit.box, axis);
    return { axis, by: whole[axis] + free * PART[edge] - unit.box[axis] };
  });
}

/** Makes the gaps between the units the same, with the outermost two where they are. Less than three units have none to even out. */
export function distribute(items: readonly Arranged[], axis: "x" | "y"): Move[] {
  const units = unitsOf(items).sort(
    (a, b) => a.box[axis] + sizeOf(a.box, axis) / 2 - b.box[axis] - sizeOf(b.box, axis) / 2,
  );
  const [first, last] = [units[0], units.at(-1)];
  if (units.length < 3 || !first || !last) return [];
  const room = last.box[axis] + sizeOf(last.box, axis) - first.box[axis];
  const filled = units.reduce((sum, { box }) => sum + sizeOf(box, axis), 0);
  const gap = (room - filled) / (units.length - 1);
  const targets = new Map<Unit, number>();
  let at = first.box[axis];
  for (const unit of units) {
    targets.set(unit, at);
    at += sizeOf(unit.box, axis) + gap;
  }
  return moves(items, units, (unit) => ({ axis, by: (targets.get(unit) ?? 0) - unit.box[axis] }));
}

function moves(
  items: readonly Arranged[],
  units: readonly Unit[],
  shift: (unit: Unit) => { axis: "x" | "y"; by: number },
): Move[] {
  const boxes = new Map(items.map(({ id, box }) => [id, box]));
  return units.flatMap((unit) => {
    const { axis, by } = shift(unit);
    // Less than a hundredth of a pixel is rounding, not a move.
    if (Math.abs(by) < 0.01) return [];
    return unit.ids.map((id) => {
      const { x, y } = boxes.get(id) as Box;
      return { id, x: axis === "x" ? x + by : x, y: axis === "y" ? y + by : y };
    });
  });
}
