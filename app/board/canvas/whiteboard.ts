import {
  type Camera,
  createEngine,
  type Engine,
  type EngineEvents,
  type Insets,
  miniatureOf,
  type PlaceTool,
  type Point,
  readPalette,
  type Selection,
  type Size,
  type Target,
  type Tool,
} from "@carveout/canvas";
import { type BoxGeometry, freePort, type Geometry, type ItemId, type PlacedJson } from "@carveout/model";
import { onThemeChange } from "../../ui/theme";
import { opened, openPart } from "../cards/opened";
import { asStep } from "../fields/as-step";
import { type BoardSession, type Guide, type Person, placeKey, Signal } from "../session";
import { Follow } from "../together/follow";
import { leaveView, openView } from "../views/view";
import { type Draft, draftSize, newNote } from "./drafts";
import { freePlace } from "./free-place";
import { followPeers } from "./peers";
import { SceneFeed } from "./scene";
import { wireRefusal } from "./wiring";

export interface MenuRequest {
  target: Target;
  client: Point;
  at: Point;
}

export interface WireRefusal {
  serial: number;
  reason: string;
  /** Board point of the drop. */
  at: Point;
}

/** What the tool bar covers; the panel at the bottom right is small enough to look around. */
const BARS = { top: 0, right: 0, bottom: 0, left: 40 };
const NOTHING: Selection = { items: [], wires: [] };

/** The canvas at work on one board: gestures become edits, edits become the scene, and what the bars around it show is a signal here. */
export class Whiteboard implements Guide {
  readonly tool = new Signal<Tool>({ name: "select" });
  readonly selection = new Signal<Selection>(NOTHING);
  /** Items that are DOM cards now. */
  readonly mounted = new Signal<readonly ItemId[]>([]);
  readonly menu = new Signal<MenuRequest | null>(null);
  readonly wireRefusal = new Signal<WireRefusal | null>(null);
  /** What deletes, once its code is there. */
  onRemove: ((selection: Selection) => void) | null = null;
  /** What the discussion does with its pins and its tool, once its code is there. */
  onPin: ((id: string) => void) | null = null;
  onComment: ((target: Target, at: Point) => void) | null = null;
  /** The item that a wire is drawn from by keyboard. */
  readonly wireFrom = new Signal<ItemId | null>(null);
  readonly engine: Engine;
  readonly follow: Follow;
  /** Board point of this participant's pointer, or null while it is elsewhere. */
  pointer: Point | null = null;
  readonly #feed: SceneFeed;
  readonly #heights: ResizeObserver;
  readonly #ids = new WeakMap<Element, ItemId>();
  readonly #stops: (() => void)[];
  #draft: Draft | null = null;
  /** The camera as the board was opened, until its cards are measured. */
  #opening: Camera | null = null;
  #serial = 0;

  constructor(
    readonly session: BoardSession,
    readonly container: HTMLElement,
    insets: Insets = BARS,
  ) {
    const style = getComputedStyle(container);
    this.engine = createEngine(container, {
      palette: readPalette(container),
      fonts: { sans: style.fontFamily, mono: fontOf(container, "--mono") },
      insets,
      events: this.#events(),
    });
    this.#feed = new SceneFeed(session, this.engine);
    this.#heights = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        const id = this.#ids.get(target);
        if (id !== undefined && target instanceof HTMLElement)
          this.engine.setMeasuredHeight(id, target.offsetHeight);
      }
      // The first cards are there with their real heights, and nobody has moved yet.
      if (this.engine.camera() === this.#opening) this.#showAll();
      this.#opening = null;
    });
    this.follow = new Follow(session, this.engine);
    const setMode = () => this.engine.setMode(session.can.get().edit ? "edit" : "read");
    const repaint = () => this.engine.setPalette(readPalette(container));
    setMode();
    this.#stops = [
      session.can.subscribe(setMode),
      onThemeChange(repaint),
      followPeers(session, this.engine),
      this.#keepOpened(),
    ];
    session.guide = this;
    this.#showAll();
    // Whose drawing is still to come has no place on the board before it is there.
    const placed = [...session.items.ids.get()].flatMap(([kind, ids]) => (kind === "connector" ? [] : ids));
    this.#onceShown(placed, () => {
      if (this.engine.camera() === this.#opening) this.#showAll();
    });
  }

  destroy(): void {
    if (this.session.guide === this) this.session.guide = null;
    for (const stop of this.#stops) stop();
    this.follow.destroy();
    this.#heights.disconnect();
    this.#feed.destroy();
    this.engine.destroy();
  }

  /** The element of a mounted card: the engine places it, its height comes back, and it stays while somebody types in it. */
  adopt(id: ItemId, element: HTMLElement): () => void {
    const focused = new AbortController();
    const { signal } = focused;
    element.addEventListener("focusin", () => this.engine.pin(id, true), { signal });
    element.addEventListener(
      "focusout",
      ({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) this.engine.pin(id, false);
      },
      { signal },
    );
    this.#ids.set(element, id);
    this.#heights.observe(element);
    this.engine.registerCard(id, element);
    return () => {
      focused.abort();
      this.#heights.unobserve(element);
      this.engine.registerCard(id, null);
    };
  }

  /** The next click on the board puts the item there. */
  startPlacing(draft: Draft, how: Pick<PlaceTool, "variant" | "spans" | "sketch"> = {}): void {
    this.#draft = draft;
    this.engine.setTool({ name: "place", kind: draft.kind, ...draftSize(draft.kind), ...how });
  }

  /** Puts a new item on the board with its top left corner here, selects it and opens it. Without a size it gets the usual one. */
  place(draft: Draft, at: Point & Partial<Size>): ItemId {
    const { edits, history } = this.session;
    history.endStep();
    const geo = placeOf(draft.kind, at);
    const id = edits.add({ ...draft, geo, z: edits.topOrder() } as PlacedJson);
    history.endStep();
    this.#onceShown([id], () => {
      this.engine.select([id]);
      this.engine.focusItem(id);
      if (draft.kind === "note" || draft.kind === "text") openPart(id, "text");
    });
    return id;
  }

  /** Board point in the middle of what is seen. */
  viewCentre(): Point {
    const { clientWidth, clientHeight } = this.container;
    return this.engine.toBoard({ x: clientWidth / 2, y: clientHeight / 2 });
  }

  freeSpot(kind: PlacedJson["kind"]): Point {
    return this.freePlace(draftSize(kind));
  }

  /** For what comes without a pointer. */
  freePlace(size: Size): Point {
    return freePlace(size, this.viewCentre(), miniatureOf(this.engine.scene).items);
  }

  /** Selects items that have just come and brings them into view. */
  present(ids: readonly ItemId[]): void {
    this.#afterFrame(() => {
      this.engine.select(ids);
      this.engine.fit(ids);
    });
  }

  remove(selection: Selection = this.selection.get()): void {
    this.onRemove?.(selection);
  }

  /** Selects what was put on the board just now, once the scene knows of it. */
  selectSoon(ids: readonly ItemId[]): void {
    this.#onceShown(ids, () => this.engine.select(ids));
  }

  /** Brings a board point into the middle of the view. */
  look({ x, y }: Point): void {
    leaveView();
    const { zoom } = this.engine.camera();
    const { clientWidth, clientHeight } = this.container;
    const camera = { x: x - clientWidth / 2 / zoom, y: y - clientHeight / 2 / zoom, zoom };
    this.engine.setCamera(camera, { animate: true });
  }

  /** Flies to an item and selects it. False if it is not on the board. */
  show(id: ItemId): boolean {
    if (this.engine.item(id) === undefined) return false;
    leaveView();
    this.engine.select([id]);
    this.engine.fit([id]);
    this.container.focus({ preventScroll: true });
    return true;
  }

  goTo(id: ItemId, field: string): void {
    if (this.engine.item(id) === undefined) return;
    leaveView();
    this.engine.select([id]);
    this.engine.focusItem(id);
    this.#open(id, field);
  }

  followPerson(person: Person): void {
    if (this.session.leader.get()?.id === person.id) this.follow.stop();
    else if (!this.follow.start(person.id)) {
      leaveView();
      this.#goToPerson(person);
    }
  }

  stopFollowing(): void {
    this.follow.stop();
  }

  #goToPerson({ cursor, field, selection }: Person): void {
    const item = field?.item ?? selection.find((id) => this.engine.item(id) !== undefined);
    if (cursor === null) {
      if (item !== undefined) this.engine.focusItem(item);
      return;
    }
    this.look(cursor);
  }

  /** What Enter does: the view of what has one, any other card's first field. */
  open(id: ItemId): void {
    const kind = this.session.items.item(id)?.kind;
    if (kind === "experiment" || kind === "proposal") openView({ name: kind, item: id });
    else this.goTo(id, "");
  }

  #events(): EngineEvents {
    const { session } = this;
    const { edits, history } = session;
    return {
      onSelection: (selection) => {
        this.selection.set(selection);
        session.setSelection([...selection.items, ...selection.wires]);
      },
      onDragPreview: (ids, dx, dy) => session.setDrag({ ids, dx, dy }),
      onDragCancelled: () => session.setDrag(null),
      onDragCommitted: (moves) => {
        history.endStep();
        edits.move(
          moves.flatMap(({ id, x, y }) => {
            const item = session.items.item(id);
            return item === undefined || item.kind === "connector"
              ? []
              : [{ id, geo: { ...item.geo, x, y } }];
          }),
        );
        history.endStep();
        session.setDrag(null);
      },
      onResized: (id, box) => {
        const item = session.items.item(id);
        if (item === undefined || item.kind === "connector") return;
        const { x, y, w } = box;
        asStep(session, () => edits.move([{ id, geo: "h" in item.geo ? box : { x, y, w } }]));
      },
      onPursuitEnded: () => this.follow.stop(),
      onPointer: (at) => {
        this.pointer = at;
        session.setCursor(at);
      },
      canWire: (from, to) => wireRefusal(session.items, from, to),
      onWire: (from, to) => {
        history.endStep();
        edits.connect(from.item, { item: to.item, port: freePort(session.items, from, to) });
        history.endStep();
      },
      onWireRefused: (reason, at) => this.wireRefusal.set({ serial: ++this.#serial, reason, at }),
      onPlace: (kind, box, start) => {
        const draft = kind === "note" ? newNote() : this.#draft;
        this.#draft = null;
        if (draft === null) return;
        const isTurned = draft.kind === "shape" && start !== "top left";
        const placed = isTurned ? { ...draft, fields: { ...draft.fields, start } } : draft;
        this.place(placed, box ?? this.freeSpot(draft.kind));
      },
      onTool: (tool) => this.tool.set(tool),
      onOpen: (id, within) => {
        if (within === null && this.engine.tool().name === "connector") this.wireFrom.set(id);
        else this.#openAt(id, within);
      },
      onContextMenu: (target, client, at) =>
        target.kind === "pin" ? this.onPin?.(target.id) : this.menu.set({ target, client, at }),
      onPin: (id) => this.onPin?.(id),
      onComment: (target, at) => this.onComment?.(target, at),
      onDelete: (selection) => this.remove(selection),
      onMounted: (ids) => this.mounted.set(ids),
    };
  }

  /**
   * Enter opens an experiment's view and goes into any other card; a double click renames in its head or in a frame, and writes
   * in a note, a text or a shape.
   */
  #openAt(id: ItemId, within: Point | null): void {
    const kind = this.session.items.item(id)?.kind;
    const isWritten = kind === "note" || kind === "text" || kind === "shape";
    const isNamed = kind === "frame" || (within !== null && within.y < HEAD_HEIGHT);
    if (isWritten || isNamed) {
      if (this.session.can.get().edit) openPart(id, isWritten ? "text" : "name");
    } else if (within === null) this.open(id);
  }

  /** Puts the focus into a card: its field, or its first control. The card may have to be mounted first. */
  #open(id: ItemId, field: string): void {
    this.engine.pin(id, true);
    let framesLeft = OPEN_WITHIN_FRAMES;
    const focus = () => {
      const control = findControl(this.engine.cardLayer, id, field);
      if (control !== null) control.focus({ preventScroll: true });
      else if (--framesLeft > 0) requestAnimationFrame(focus);
      // The focus pins the card from here on; without it nothing does.
      if (control === null && framesLeft === 0) this.engine.pin(id, false);
    };
    requestAnimationFrame(focus);
  }

  /** What somebody writes in is a DOM card, at any zoom, and is one no longer than that. */
  #keepOpened(): () => void {
    let kept: ItemId | null = null;
    return opened.subscribe(() => {
      const now = opened.get()?.item ?? null;
      if (kept !== null && kept !== now) this.engine.pin(kept, false);
      if (now !== null) this.engine.pin(now, true);
      kept = now;
    });
  }

  /** Everything; a board that is a little too large to be read so is shown from its top left corner. */
  #showAll(): void {
    this.engine.fit(undefined, { animate: false });
    const { zoom } = this.engine.camera();
    if (zoom >= NEARLY_READABLE_ZOOM && zoom < READABLE_ZOOM)
      this.engine.fit(undefined, { animate: false, atLeast: READABLE_ZOOM });
    // The first card of an empty board must not move the view from under the hand that placed it.
    this.#opening = this.session.items.ids.get().size > 0 ? this.engine.camera() : null;
  }

  /** After the scene knows of items put there just now: with the first one that is drawn, its code has to come first. */
  #onceShown(ids: readonly ItemId[], then: () => void): void {
    let framesLeft = OPEN_WITHIN_FRAMES;
    const look = () => {
      if (ids.every((id) => this.engine.item(id) !== undefined)) then();
      else if (--framesLeft > 0) requestAnimationFrame(look);
    };
    this.#afterFrame(look);
  }

  /** After the scene knows of an edit made just now. */
  #afterFrame(then: () => void): void {
    requestAnimationFrame(() => requestAnimationFrame(then));
  }
}

/** From here on the fields of a card can be read. */
const READABLE_ZOOM = 0.7;
/** A board that is smaller than this when it fits is looked at as a whole first. */
const NEARLY_READABLE_ZOOM = 0.4;
/** Height of a card's head: a double click there renames. */
const HEAD_HEIGHT = 34;
/** Board pixels: narrower, a text has a word a line. */
const LEAST_TEXT_WIDTH = 80;
/** Mounting a card takes a few frames, and so does the code of what is drawn. */
const OPEN_WITHIN_FRAMES = 60;
const CONTROL = "input, textarea, select, button, [contenteditable=true], [tabindex='0']";

/** The control of a field, by its `data-place`; for "" the first field below the card's name, else its first control. */
function findControl(layer: HTMLElement, id: ItemId, field: string): HTMLElement | null {
  const card = layer.querySelector(`[data-card="${CSS.escape(id)}"]`);
  if (card === null) return null;
  const name = CSS.escape(placeKey(id, "name"));
  const place = card.querySelector<HTMLElement>(
    field === ""
      ? `[data-place]:not([data-place="${name}"])`
      : `[data-place="${CSS.escape(placeKey(id, field))}"]`,
  );
  if (place?.matches(CONTROL)) return place;
  return (place ?? card).querySelector<HTMLElement>(CONTROL);
}

/** A card's width is as wide as fields need it; what is drawn has the size it was given. */
function placeOf(kind: Draft["kind"], at: Point & Partial<Size>): Geometry | BoxGeometry {
  const size = draftSize(kind);
  const [x, y] = [Math.round(at.x), Math.round(at.y)];
  if (kind === "shape" || kind === "ink" || kind === "frame" || kind === "image")
    return { x, y, w: at.w ?? size.w, h: at.h ?? size.h };
  return { x, y, w: kind === "text" ? Math.max(LEAST_TEXT_WIDTH, at.w ?? size.w) : size.w };
}

function fontOf(host: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.fontFamily = `var(${token})`;
  host.append(probe);
  const { fontFamily } = getComputedStyle(probe);
  probe.remove();
  return fontFamily;
}
