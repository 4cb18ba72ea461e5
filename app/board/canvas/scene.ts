import type { Engine, SceneItem, SceneWire } from "@carveout/canvas";
import { type ItemId, type PlacedJson, shownPort } from "@carveout/model";
import { estimateHeight } from "../cards/height";
import { opened } from "../cards/opened";
import type { BoardSession } from "../session";
import { resizingOf } from "./handles";
import { isHandmade, loadPainters, painters } from "./painters";
import { OUT_PORT, portsOf } from "./ports";

/** Width of one column of an experiment; the card widens with its variants. */
const COLUMN_WIDTH = 214;

/** Keeps the engine's scene equal to the board: what has changed is built again at the next frame, and nothing else. */
export class SceneFeed {
  readonly #dirty = new Set<ItemId>();
  /** As last fed: a wire that goes still tells which cards it leaves. */
  readonly #wires = new Map<ItemId, SceneWire>();
  readonly #stops: (() => void)[];
  #frame = 0;

  constructor(
    private readonly session: BoardSession,
    private readonly engine: Engine,
  ) {
    const { items, announcements } = session;
    const mark = (id: ItemId) => this.#mark(id);
    this.#stops = [
      items.onChange(({ changed, removed }) => {
        for (const id of changed) mark(id);
        for (const id of removed) mark(id);
      }),
      items.plans.watch(mark),
      announcements.runs.watch(mark),
      announcements.findings.watch(mark),
      this.#watchOpened(),
    ];
    for (const id of items.items.keys()) this.#mark(id);
    this.#flush();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    for (const stop of this.#stops.splice(0)) stop();
  }

  #mark(id: ItemId): void {
    this.#dirty.add(id);
    // Ports fill and letters change at both ends of a wire.
    const item = this.session.items.item(id);
    if (item?.kind === "connector") this.#dirty.add(item.from.item).add(item.to.item);
    const wire = this.#wires.get(id);
    if (wire !== undefined) this.#dirty.add(wire.from.item).add(wire.to.item);
    for (const column of this.session.items.plans.get(id)?.columns ?? [])
      for (const strategy of column.strategies) this.#dirty.add(strategy);
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#flush);
  }

  readonly #flush = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const items: SceneItem[] = [];
    const wires: SceneWire[] = [];
    const removeItems: string[] = [];
    const removeWires: string[] = [];
    for (const id of this.#dirty) {
      const item = this.session.items.item(id);
      if (item === undefined) (this.#wires.delete(id) ? removeWires : removeItems).push(id);
      else if (item.kind === "connector") {
        const wire = {
          id,
          from: { item: item.from.item, port: OUT_PORT },
          to: { ...item.to, port: shownPort(item.to.port) },
        };
        this.#wires.set(id, wire);
        wires.push(wire);
      } else {
        const picture = this.#picture(id, item);
        if (picture !== null) items.push(this.#sceneItem(id, item, picture));
      }
    }
    this.#dirty.clear();
    this.engine.patch({ items, wires, removeItems, removeWires });
  };

  /** null while the code for it is on its way: the item comes with that. */
  #picture(id: ItemId, item: PlacedJson): SceneItem["picture"] | null {
    const { session } = this;
    const { cards, handmade } = painters;
    if (isHandmade(item)) {
      const isWritten = opened.get()?.item === id;
      if (handmade) return handmade.drawingOf(item, { board: session.board, isWritten });
    } else if (cards) return cards.cardPicture(item, { id, session });
    void loadPainters([item]).then(() => {
      if (this.#stops.length > 0) this.#mark(id);
    });
    return null;
  }

  /** A shape's label is not drawn while it is written. */
  #watchOpened(): () => void {
    let before: ItemId | null = null;
    return opened.subscribe(() => {
      const now = opened.get()?.item ?? null;
      for (const id of [before, now])
        if (id !== null && this.session.items.item(id)?.kind === "shape") this.#mark(id);
      before = now;
    });
  }

  #sceneItem(id: ItemId, item: PlacedJson, picture: SceneItem["picture"]): SceneItem {
    const plan = this.session.items.plans.get(id);
    const columnsWidth = (plan?.columns.length ?? 0) * COLUMN_WIDTH;
    const [firstWire] = this.session.items.wiresFrom(id);
    return {
      id,
      kind: item.kind,
      x: item.geo.x,
      y: item.geo.y,
      w: Math.max(item.geo.w, columnsWidth),
      h: estimateHeight(item),
      z: item.z,
      movable: !item.locked,
      ...(item.group === undefined ? {} : { group: item.group }),
      resizing: resizingOf(item, columnsWidth),
      ports: portsOf(item, plan, { out: firstWire !== undefined }),
      picture,
    };
  }
}
