import RBush from "rbush";
import { type Curve, curveBox } from "../plane/curve";
import { type Box, centreOf, contains, intersects, isWithin, type Point, union } from "../plane/geometry";
import type { Scene, SceneItem, ScenePatch, SceneWire } from "./item";
import { portEnd, portOf, route } from "./route";

interface Indexed {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

interface PlacedItem extends Indexed {
  item: SceneItem;
  /** Place in the order from back to front; set by `SceneStore.order`. */
  rank: number;
  /** Height of the mounted card, once it was measured. */
  measured: number | null;
  /** Wires with an end here. */
  wires: Set<string>;
}

interface PlacedWire extends Indexed {
  wire: SceneWire;
  /** null while an end is missing: then it isn't in the index. */
  curve: Curve | null;
}

const NOWHERE: Indexed = { minX: 0, minY: 0, maxX: 0, maxY: 0 };

const bounds = (box: Box): Indexed => ({
  minX: box.x,
  minY: box.y,
  maxX: box.x + box.w,
  maxY: box.y + box.h,
});

/**
 * Items and wires by id with their spatial indexes. One edit touches one item and the wires at it.
 *
 * Items being moved (here or by others) keep their place in the index; `offsets` says how far from it they are shown. So a drag costs the
 * dragged items per frame, not the index.
 */
export class SceneStore {
  /** Changes when an item's box does. */
  version = 0;
  /** No item draws farther outside of its box than this, board pixels at 100 %. Does not shrink when one goes: it says only where to look. */
  overhang = 0;
  private readonly placed = new Map<string, PlacedItem>();
  private readonly wired = new Map<string, PlacedWire>();
  private readonly itemIndex = new RBush<PlacedItem>();
  private readonly wireIndex = new RBush<PlacedWire>();
  private readonly groups = new Map<string, Set<string>>();
  private offsets: ReadonlyMap<string, Point> = new Map();
  /** Ends of wires whose item isn't there yet. */
  private readonly waiting = new Map<string, Set<string>>();
  private isOrdered = true;

  replace(scene: Scene): void {
    const [items, wires] = [new Set(scene.items.map((i) => i.id)), new Set(scene.wires.map((w) => w.id))];
    this.patch({
      items: scene.items,
      wires: scene.wires,
      removeItems: [...this.placed.keys()].filter((id) => !items.has(id)),
      removeWires: [...this.wired.keys()].filter((id) => !wires.has(id)),
    });
  }

  patch(patch: ScenePatch): void {
    for (const id of patch.removeWires ?? []) this.removeWire(id);
    for (const id of patch.removeItems ?? []) this.removeItem(id);
    const added: PlacedItem[] = [];
    for (const item of patch.items ?? []) this.putItem(item, added);
    // Loading thousands at once packs the tree better, and faster, than one by one.
    this.itemIndex.load(added);
    for (const wire of patch.wires ?? []) this.putWire(wire);
  }

  get size(): number {
    return this.placed.size;
  }

  item(id: string): SceneItem | undefined {
    return this.placed.get(id)?.item;
  }

  wire(id: string): SceneWire | undefined {
    return this.wired.get(id)?.wire;
  }

  /** Whether the item is its drawing, with a height of its own, and no card. */
  isDrawn(id: string): boolean {
    const picture = this.placed.get(id)?.item.picture;
    return picture?.tone === "drawing" && !picture.mounts;
  }

  /** What lies on a backdrop: all whose middle does, smaller backdrops too. Of anything else nothing. */
  contentOf(id: string): string[] {
    const box = this.boxOf(id);
    if (!box || !isBackdrop(this.placed.get(id)?.item)) return [];
    return this.itemsIn(box)
      .filter((item) => {
        const inner = this.boxOf(item.id);
        if (item.id === id || !inner || !contains(box, centreOf(inner))) return false;
        return !isBackdrop(item) || inner.w * inner.h < box.w * box.h;
      })
      .map((item) => item.id);
  }

  /** Whether a brush over this area means the item: a backdrop only when all of it lies in there. */
  isWithin(id: string, area: Box): boolean {
    const box = this.boxOf(id);
    if (!box || !isBackdrop(this.placed.get(id)?.item)) return box !== undefined;
    return isWithin(box, area);
  }

  /** The item and all that go with it. */
  groupOf(id: string): string[] {
    const group = this.placed.get(id)?.item.group;
    return group === undefined ? [id] : [...(this.groups.get(group) ?? [id])];
  }

  items(): IterableIterator<string> {
    return this.placed.keys();
  }

  setMeasuredHeight(id: string, h: number): void {
    const placed = this.placed.get(id);
    if (!placed || this.isDrawn(id) || (placed.measured ?? placed.item.h) === h) return;
    placed.measured = h;
    this.reindex(placed);
  }

  setOffsets(offsets: ReadonlyMap<string, Point>): void {
    this.offsets = offsets;
  }

  get hasOffsets(): boolean {
    return this.offsets.size > 0;
  }

  get offsetCount(): number {
    return this.offsets.size;
  }

  /** Items that are being moved. */
  get offsetIds(): Iterable<string> {
    return this.offsets.keys();
  }

  /** Where the item is shown: measured height and offset included. */
  boxOf(id: string): Box | undefined {
    const placed = this.placed.get(id);
    return placed && this.shown(placed);
  }

  /** Where the item lies when nobody drags it. */
  restingBoxOf(id: string): Box | undefined {
    const placed = this.placed.get(id);
    return placed && this.resting(placed);
  }

  /** Around these items and the wires at them, and around these wires, as shown; null where none of them is. */
  around(items: Iterable<string>, wires: Iterable<string> = []): Box | null {
    const boxes: Box[] = [];
    const touched = new Set(wires);
    for (const id of items) {
      const placed = this.placed.get(id);
      if (placed) boxes.push(this.shown(placed));
      for (const wire of placed?.wires ?? []) touched.add(wire);
    }
    for (const id of touched) {
      const wire = this.wired.get(id)?.wire;
      const curve = wire && this.trace(wire, (end) => this.shown(end));
      if (curve) boxes.push(curveBox(curve));
    }
    return union(boxes);
  }

  rankOf(id: string): number {
    this.order();
    return this.placed.get(id)?.rank ?? -1;
  }

  /** Items shown in `area`, from back to front. */
  itemsIn(area: Box): SceneItem[] {
    this.order();
    const found = this.itemIndex.search(bounds(area));
    const still = this.offsets.size === 0 ? found : found.filter((p) => !this.offsets.has(p.item.id));
    for (const id of this.offsets.keys()) {
      const placed = this.placed.get(id);
      if (placed && intersects(this.shown(placed), area)) still.push(placed);
    }
    return still.sort((a, b) => a.rank - b.rank).map((p) => p.item);
  }

  /** Wires whose curve may pass through `area`, with the curve as shown. */
  wiresIn(area: Box): { wire: SceneWire; curve: Curve }[] {
    const shown: { wire: SceneWire; curve: Curve }[] = [];
    const moving = this.movingWires();
    for (const { wire, curve } of this.wireIndex.search(bounds(area)))
      if (curve && !moving.has(wire.id)) shown.push({ wire, curve });
    for (const id of moving) {
      const wire = this.wired.get(id)?.wire;
      const curve = wire && this.trace(wire, (end) => this.shown(end));
      if (wire && curve && intersects(curveBox(curve), area)) shown.push({ wire, curve });
    }
    return shown;
  }

  /** Around everything as shown; null on an empty board. */
  extent(ids: Iterable<string> = this.placed.keys()): Box | null {
    const boxes: Box[] = [];
    for (const id of ids) {
      const box = this.boxOf(id);
      if (box) boxes.push(box);
    }
    return union(boxes);
  }

  private shown(placed: PlacedItem): Box {
    const box = this.resting(placed);
    const offset = this.offsets.get(placed.item.id);
    return offset ? { ...box, x: box.x + offset.x, y: box.y + offset.y } : box;
  }

  private movingWires(): Set<string> {
    const moving = new Set<string>();
    for (const id of this.offsets.keys())
      for (const wire of this.placed.get(id)?.wires ?? []) moving.add(wire);
    return moving;
  }

  private trace(wire: SceneWire, boxOf: (placed: PlacedItem) => Box): Curve | null {
    const [from, to] = [this.placed.get(wire.from.item), this.placed.get(wire.to.item)];
    const out = from && portOf(from.item, wire.from.port);
    const into = to && portOf(to.item, wire.to.port);
    return out && into ? route(portEnd(boxOf(from), out), portEnd(boxOf(to), into)) : null;
  }

  private putItem(item: SceneItem, added: PlacedItem[]): void {
    const old = this.placed.get(item.id);
    const { picture } = item;
    if (picture.tone === "drawing" && picture.overhang)
      this.overhang = Math.max(this.overhang, picture.overhang(item, 1));
    this.regroup(item.id, old?.item.group, item.group);
    if (!old) {
      const wires = this.waiting.get(item.id) ?? new Set<string>();
      this.waiting.delete(item.id);
      const placed: PlacedItem = { ...bounds(item), item, rank: 0, measured: null, wires };
      this.placed.set(item.id, placed);
      added.push(placed);
      this.isOrdered = false;
      this.version++;
      for (const id of wires) this.retrace(id);
      return;
    }
    const before = old.item;
    old.item = item;
    if (before.z !== item.z) this.isOrdered = false;
    const isSamePlace =
      before.x === item.x && before.y === item.y && before.w === item.w && before.h === item.h;
    // An item given twice in one patch is not in the index yet when its second version comes.
    if (!isSamePlace && added.includes(old)) Object.assign(old, bounds(this.resting(old)));
    else if (!isSamePlace) this.reindex(old);
    if (before.ports !== item.ports) for (const id of old.wires) this.retrace(id);
  }

  private removeItem(id: string): void {
    const placed = this.placed.get(id);
    if (!placed) return;
    this.itemIndex.remove(placed);
    this.placed.delete(id);
    this.regroup(id, placed.item.group, undefined);
    if (placed.wires.size > 0) this.waiting.set(id, placed.wires);
    for (const wire of placed.wires) this.retrace(wire);
    this.version++;
  }

  private regroup(id: string, before: string | undefined, after: string | undefined): void {
    if (before === after) return;
    if (before !== undefined) this.groups.get(before)?.delete(id);
    if (after !== undefined) this.groups.set(after, (this.groups.get(after) ?? new Set()).add(id));
  }

  private putWire(wire: SceneWire): void {
    this.removeWire(wire.id);
    this.wired.set(wire.id, { ...NOWHERE, wire, curve: null });
    for (const end of [wire.from.item, wire.to.item]) this.wiresAt(end).add(wire.id);
    this.retrace(wire.id);
  }

  private removeWire(id: string): void {
    const placed = this.wired.get(id);
    if (!placed) return;
    if (placed.curve) this.wireIndex.remove(placed);
    this.wired.delete(id);
    for (const end of [placed.wire.from.item, placed.wire.to.item]) {
      this.placed.get(end)?.wires.delete(id);
      const waiting = this.waiting.get(end);
      waiting?.delete(id);
      if (waiting?.size === 0) this.waiting.delete(end);
    }
  }

  private wiresAt(item: string): Set<string> {
    const placed = this.placed.get(item);
    if (placed) return placed.wires;
    const waiting = this.waiting.get(item) ?? new Set<string>();
    this.waiting.set(item, waiting);
    return waiting;
  }

  private resting({ item, measured }: PlacedItem): Box {
    return { x: item.x, y: item.y, w: item.w, h: measured ?? item.h };
  }

  private reindex(placed: PlacedItem): void {
    this.itemIndex.remove(placed);
    Object.assign(placed, bounds(this.resting(placed)));
    this.itemIndex.insert(placed);
    this.version++;
    for (const id of placed.wires) this.retrace(id);
  }

  private retrace(id: string): void {
    const placed = this.wired.get(id);
    if (!placed) return;
    if (placed.curve) this.wireIndex.remove(placed);
    placed.curve = this.trace(placed.wire, (end) => this.resting(end));
    if (!placed.curve) return;
    Object.assign(placed, bounds(curveBox(placed.curve)));
    this.wireIndex.insert(placed);
  }

  private order(): void {
    if (this.isOrdered) return;
    const all = [...this.placed.values()];
    all.sort(
      ({ item: a }, { item: b }) =>
        Number(isBackdrop(b)) - Number(isBackdrop(a)) ||
        (a.z < b.z ? -1 : a.z > b.z ? 1 : a.id < b.id ? -1 : 1),
    );
    all.forEach((placed, rank) => {
      placed.rank = rank;
    });
    this.isOrdered = true;
  }
}

function isBackdrop(item: SceneItem | undefined): boolean {
  return item?.picture.tone === "drawing" && item.picture.isBackdrop === true;
}
