import {
  type BoardJson,
  type ItemJson,
  type PeopleJson,
  personName,
  readBoard,
  readPeople,
  readThreads,
  strategyOf,
  type ThreadsJson,
} from "@carveout/model";
import type { Glance } from "@carveout/wire";
import * as Y from "yjs";
import type { Rooms } from "../room/rooms";
import type { Store } from "../store/store";

/** Items in a picture: a card of the list shows no more. */
const MAX_SHAPES = 400;
/** Names that a search looks into. */
const MAX_NAMES = 200;
const MAX_COMMENTS = 5;
const MAX_EXCERPT = 140;
/** Glances that are kept; each takes some tens of kilobytes at most. */
const KEPT = 500;

/** Glances by board, made again when the board has changed. */
export class Glances {
  private readonly known = new Map<string, { updatedAt: number; glance: Glance }>();

  constructor(
    private readonly store: Store,
    private readonly rooms: Rooms,
  ) {}

  async of(board: string): Promise<Glance | null> {
    const stored = await this.store.open(board);
    if (stored === null) return null;
    const { updatedAt } = stored.record;
    const known = this.known.get(board);
    if (known?.updatedAt === updatedAt) return known.glance;
    const doc = this.rooms.inMemory(board)?.doc ?? merged(stored.updates);
    const glance = glanceAt(readBoard(doc), readThreads(doc), readPeople(doc));
    this.known.delete(board);
    this.known.set(board, { updatedAt, glance });
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
    return glance;
  }
}

/** A board as it is, without a room of its own: whoever looks in from the list starts nothing. */
export async function boardNow(board: string, store: Store, rooms: Rooms): Promise<BoardJson | null> {
  const open = rooms.inMemory(board);
  if (open !== null) return readBoard(open.doc);
  const stored = await store.open(board);
  return stored === null ? null : readBoard(merged(stored.updates));
}

function merged(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

export function glanceAt({ items }: BoardJson, threads: ThreadsJson, people: PeopleJson): Glance {
  const placed = Object.entries(items)
    .flatMap(([id, item]) => (item.kind === "connector" ? [] : [{ id, item }]))
    .sort((a, b) => (a.item.z < b.item.z ? -1 : 1))
    .slice(0, MAX_SHAPES);
  const places = new Map(placed.map(({ id }, index) => [id, index]));
  const wires = Object.values(items).flatMap((item): [number, number][] => {
    if (item.kind !== "connector") return [];
    const [from, to] = [places.get(item.from.item), places.get(item.to.item)];
    return from === undefined || to === undefined ? [] : [[from, to]];
  });
  const said = Object.values(threads).flatMap(({ comments }) => comments.filter(({ text }) => text !== ""));
  return {
    shapes: placed.map(({ item }) => {
      const { x, y, w } = item.geo;
      return { kind: item.kind, x, y, w, h: heightOf(item) };
    }),
    wires,
    names: [...new Set(placed.flatMap(({ item }) => nameOf(item)))].slice(0, MAX_NAMES),
    items: Object.values(items).filter(({ kind }) => kind !== "connector").length,
    openThreads: Object.values(threads).filter(({ resolved }) => resolved === undefined).length,
    comments: said
      .sort((a, b) => b.at - a.at)
      .slice(0, MAX_COMMENTS)
      .map(({ by, at, text }) => ({ by: personName(people, by), at, text: text.slice(0, MAX_EXCERPT) })),
  };
}

/** Cards are as high as their content, which is laid out in a browser: about this high. */
function heightOf(item: Exclude<ItemJson, { kind: "connector" }>): number {
  if ("h" in item.geo && typeof item.geo.h === "number") return item.geo.h;
  switch (item.kind) {
    case "profile":
      return 418;
    case "workload":
      return 478;
    case "experiment":
      return 560;
    case "note":
    case "text":
      return 20 + 18 * Math.max(3, Math.ceil(item.text.length / 30));
    default:
      return 180;
  }
}

function nameOf(item: Exclude<ItemJson, { kind: "connector" }>): string[] {
  const name = "name" in item && typeof item.name === "string" ? item.name : "";
  if (name !== "") return [name];
  if (item.kind === "strategy") return [strategyOf(item.family, item.type)?.title ?? item.type];
  if (item.kind === "note" || item.kind === "text") return [item.text.slice(0, MAX_EXCERPT)];
  return [];
}
