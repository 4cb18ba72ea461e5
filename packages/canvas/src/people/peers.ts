import { distance, type Point } from "../plane/geometry";
import type { Peer, Trace } from "./peer";

/** A cursor that has not moved rests (pale, without its name), then is gone. */
export const REST_MS = 30_000;
export const GONE_MS = 60_000;

/** Time in which a shown cursor or drag covers 63 % of its way: a little more than the interval at which presence arrives. */
const SMOOTHING_MS = 55;
/** Board pixels beyond which a cursor jumps instead of flying across the board. */
const JUMP = 3000;
/** After a drag its last offset holds this long, unless the moved items arrive before. */
const LINGER_MS = 400;

interface Drag extends Point {
  ids: readonly string[];
  target: Point;
  /** Items whose new place has arrived: the offset is in it already. */
  settled: Set<string>;
  endsAt: number | null;
}

interface ShownPeer {
  peer: Peer;
  cursor: Point | null;
  movedAt: number;
  drag: Drag | null;
}

export interface ShownCursor {
  id: string;
  name: string;
  colour: string;
  at: Point;
  isResting: boolean;
}

/** Other participants as they are shown: cursors and drags glide to where presence last put them. */
export class Peers {
  private shown = new Map<string, ShownPeer>();

  set(peers: readonly Peer[], now: number): void {
    const next = new Map<string, ShownPeer>();
    for (const peer of peers) next.set(peer.id, this.update(peer, now));
    this.shown = next;
  }

  /** The scene has a new place for this item. */
  settle(item: string): void {
    for (const { drag } of this.shown.values()) if (drag?.ids.includes(item)) drag.settled.add(item);
  }

  /** Moves everything on. Returns whether there is more to come. */
  step(now: number, elapsedMs: number): boolean {
    const part = 1 - Math.exp(-elapsedMs / SMOOTHING_MS);
    let isMoving = false;
    for (const shown of this.shown.values()) {
      const { cursor, drag, peer } = shown;
      if (cursor && peer.cursor) isMoving = approach(cursor, peer.cursor, part) || isMoving;
      if (!drag) continue;
      isMoving = approach(drag, drag.target, part) || isMoving;
      if (drag.endsAt === null) continue;
      if (now >= drag.endsAt || drag.ids.every((id) => drag.settled.has(id))) shown.drag = null;
      else isMoving = true;
    }
    return isMoving;
  }

  /** How far from its place each item dragged by others is shown. */
  offsets(): Map<string, Point> {
    const offsets = new Map<string, Point>();
    for (const { drag } of this.shown.values())
      for (const id of drag?.ids ?? [])
        if (drag && !drag.settled.has(id)) offsets.set(id, { x: drag.x, y: drag.y });
    return offsets;
  }

  cursors(now: number): ShownCursor[] {
    const cursors: ShownCursor[] = [];
    for (const { peer, cursor, movedAt } of this.shown.values()) {
      const restedMs = now - movedAt;
      if (!cursor || restedMs >= GONE_MS) continue;
      cursors.push({
        id: peer.id,
        name: peer.name,
        colour: peer.colour,
        at: cursor,
        isResting: restedMs >= REST_MS,
      });
    }
    return cursors;
  }

  /** What others draw right now. */
  traces(): Trace[] {
    return [...this.shown.values()].flatMap(({ peer }) => peer.trace ?? []);
  }

  selections(): Pick<Peer, "name" | "colour" | "selection">[] {
    return [...this.shown.values()].map(({ peer }) => peer).filter(({ selection }) => selection.length > 0);
  }

  /** Milliseconds until a cursor starts to rest or goes; null when none will. */
  nextChange(now: number): number | null {
    let next: number | null = null;
    for (const { cursor, movedAt } of this.shown.values()) {
      const rested = now - movedAt;
      const due = rested < REST_MS ? REST_MS - rested : GONE_MS - rested;
      if (cursor && due > 0 && (next === null || due < next)) next = due;
    }
    return next;
  }

  private update(peer: Peer, now: number): ShownPeer {
    const old = this.shown.get(peer.id);
    const isStill =
      old?.peer.cursor?.x === peer.cursor?.x && old?.peer.cursor?.y === peer.cursor?.y && old !== undefined;
    const movedAt = peer.restedMs !== undefined ? now - peer.restedMs : isStill && old ? old.movedAt : now;
    return { peer, movedAt, cursor: follow(old?.cursor ?? null, peer.cursor), drag: dragOf(old, peer, now) };
  }
}

function follow(from: Point | null, to: Point | null): Point | null {
  if (!to) return null;
  return from && distance(from, to) < JUMP ? from : { ...to };
}

function dragOf(old: ShownPeer | undefined, { drag }: Peer, now: number): Drag | null {
  const before = old?.drag ?? null;
  if (!drag) return before && { ...before, endsAt: before.endsAt ?? now + LINGER_MS };
  const target = { x: drag.dx, y: drag.dy };
  const isSame = before && before.endsAt === null && sameIds(before.ids, drag.ids);
  if (isSame) return { ...before, target };
  return { ...target, ids: drag.ids, target, settled: new Set(), endsAt: null };
}

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);

/** Moves `at` a part of the way and, when near, onto its goal. Returns whether it is still on the way. */
function approach(at: Point, goal: Point, part: number): boolean {
  if (at.x === goal.x && at.y === goal.y) return false;
  at.x += (goal.x - at.x) * part;
  at.y += (goal.y - at.y) * part;
  if (distance(at, goal) < 0.25) Object.assign(at, { x: goal.x, y: goal.y });
  return true;
}
