import { type Arranged, align, distribute, type Edge, type Move } from "@carveout/canvas";
import { type ItemId, type PileMove, type PlacedJson, randomKey, restacked } from "@carveout/model";
import type { Whiteboard } from "../canvas/whiteboard";
import { asStep } from "../fields/as-step";
import { type Card, isTidied, tidied } from "./tidy";

/** What can be done with the selected items as a whole; each is one step of undo. */

/** The selected items that have a place, with what the board says of them. */
function selected({ session, selection }: Whiteboard): { id: ItemId; item: PlacedJson }[] {
  return selection.get().items.flatMap((id) => {
    const item = session.items.item(id);
    return item === undefined || item.kind === "connector" ? [] : [{ id, item }];
  });
}

function unlocked(whiteboard: Whiteboard): ReturnType<typeof selected> {
  return selected(whiteboard).filter(({ item }) => !item.locked);
}

function arranged(whiteboard: Whiteboard): Arranged[] {
  return selected(whiteboard).flatMap(({ id, item }) => {
    const box = whiteboard.engine.boxOf(id);
    return box === undefined || item.locked ? [] : [{ id, box, group: item.group }];
  });
}

/** The selected cards in columns by kind, all of the board's where none is selected. */
export function tidy(whiteboard: Whiteboard): void {
  const { session } = whiteboard;
  const chosen = selected(whiteboard);
  const cards = tidyable(
    whiteboard,
    chosen.length > 0 ? chosen.map(({ id }) => id) : session.items.items.keys(),
  );
  move(whiteboard, tidied(cards));
  whiteboard.present(cards.map(({ id }) => id));
}

export function canTidy(whiteboard: Whiteboard): boolean {
  return tidyable(whiteboard, whiteboard.session.items.items.keys()).length > 1;
}

function tidyable({ engine, session }: Whiteboard, ids: Iterable<ItemId>): Card[] {
  return [...ids].flatMap((id) => {
    const item = session.items.item(id);
    const box = engine.boxOf(id);
    if (item === undefined || item.kind === "connector" || item.locked || box === undefined) return [];
    return isTidied(item.kind) ? [{ id, kind: item.kind, box }] : [];
  });
}

export function group(whiteboard: Whiteboard): void {
  const { session } = whiteboard;
  const ids = unlocked(whiteboard).map(({ id }) => id);
  asStep(session, () => session.edits.setGroup(ids, randomKey(8)));
}

export function ungroup(whiteboard: Whiteboard): void {
  const { session } = whiteboard;
  const ids = unlocked(whiteboard).flatMap(({ id, item }) => (item.group === undefined ? [] : [id]));
  asStep(session, () => session.edits.setGroup(ids, undefined));
}

/** Whether there are items to be made a group that are not one already. A locked one stays in the group it has, or in none. */
export function canGroup(whiteboard: Whiteboard): boolean {
  const free = unlocked(whiteboard);
  const groups = new Set(free.map(({ item }) => item.group));
  return free.length > 1 && (groups.size > 1 || groups.has(undefined));
}

export function canUngroup(whiteboard: Whiteboard): boolean {
  return unlocked(whiteboard).some(({ item }) => item.group !== undefined);
}

export function setLocked(whiteboard: Whiteboard, isLocked: boolean): void {
  const { session } = whiteboard;
  const ids = selected(whiteboard).map(({ id }) => id);
  asStep(session, () => session.edits.setLocked(ids, isLocked));
}

export function hasUnlocked(whiteboard: Whiteboard): boolean {
  return selected(whiteboard).some(({ item }) => !item.locked);
}

export function restack(whiteboard: Whiteboard, to: PileMove): void {
  const { session } = whiteboard;
  const pile = [...session.items.items.keys()].flatMap((id) => {
    const item = session.items.item(id);
    return item === undefined || item.kind === "connector" ? [] : [{ id, z: item.z }];
  });
  const chosen = new Set(selected(whiteboard).flatMap(({ id, item }) => (item.locked ? [] : [id])));
  asStep(session, () => session.edits.stack(restacked(pile, chosen, to)));
}

export function alignSelected(whiteboard: Whiteboard, edge: Edge): void {
  move(whiteboard, align(arranged(whiteboard), edge));
}

export function distributeSelected(whiteboard: Whiteboard, axis: "x" | "y"): void {
  move(whiteboard, distribute(arranged(whiteboard), axis));
}

/** How many of the selected items can be moved. */
export function movableCount(whiteboard: Whiteboard): number {
  return arranged(whiteboard).length;
}

function move({ session }: Whiteboard, moves: readonly Move[]): void {
  const places = moves.flatMap(({ id, x, y }) => {
    const item = session.items.item(id);
    return item === undefined || item.kind === "connector" ? [] : [{ id, geo: { ...item.geo, x, y } }];
  });
  if (places.length > 0) asStep(session, () => session.edits.move(places));
}
