import type { Move } from "../arrange/align";
import { type Handle, hitHandle } from "../arrange/resize";
import {
  type Camera,
  clampZoom,
  fitting,
  type Insets,
  NO_INSETS,
  panBy,
  revealing,
  toBoard,
  toScreen,
  viewBox,
  zoomAbout,
} from "../camera/camera";
import type { Peer } from "../people/peer";
import { Peers } from "../people/peers";
import {
  type Box,
  centreOf,
  distanceToBox,
  inflated,
  intersects,
  type Point,
  type Size,
  union,
} from "../plane/geometry";
import { hitTest, isSameTarget, REACH, type Target } from "../scene/hit";
import type { Scene, SceneItem, ScenePatch } from "../scene/item";
import { type Placed, readingOrder } from "../scene/navigate";
import { type Pin, pinUnder, tipOf } from "../scene/pins";
import { SceneStore } from "../scene/store";
import type { EngineEvents } from "./events";
import { type Marks, NO_MARKS, type OverlayDrawing } from "./marks";
import { SelectionModel } from "./selection";
import type { Mode, Tool } from "./tool";

/** What must be drawn again. */
export type Layers = "base" | "overlay" | "both";

/** What shows the board. */
export interface Screen {
  /** Draws these layers at the next frame. */
  redraw(layers: Layers): void;
  /** The base is not what it was in this board box, or anywhere for null. What lies out of view waits until it is looked at. */
  outdate(area: Box | null): void;
  /** Whether an item is a DOM card now. */
  isMounted(id: string): boolean;
}

interface Drag {
  ids: readonly string[];
  dx: number;
  dy: number;
}

/** Screen pixels that ports, rings and names stand out of their item. */
const SEEN_MARGIN = 32;

/** Seen from far away only the nearest items are snapped to: nobody tells hundreds of lines apart. */
const SNAP_MOST = 200;

/** Screen pixels within which a dragged edge snaps. */
const SNAP_REACH = 6;

/** Below this zoom an item is smaller than its handles would be. */
const HANDLES_FROM_ZOOM = 0.25;

/** The board's state without a browser: scene, camera, selection, people and what the tools are about to do. */
export class Board {
  readonly scene = new SceneStore();
  readonly selection = new SelectionModel();
  readonly peers = new Peers();
  view: Size = { w: 0, h: 0 };
  mode: Mode = "edit";
  hover: Target = { kind: "board" };
  marks: Marks = NO_MARKS;
  drawnPins: OverlayDrawing | null = null;
  private pins: readonly Pin[] = [];
  drawnOver: OverlayDrawing | null = null;
  private currentCamera: Camera = { x: 0, y: 0, zoom: 1 };
  private currentTool: Tool = { name: "select" };
  private drag: Drag | null = null;
  /** The base shows wires that are selected. */
  private hasLitWires = false;

  constructor(
    readonly events: EngineEvents,
    private readonly screen: Screen,
    private readonly insets: Insets = NO_INSETS,
  ) {}

  get camera(): Camera {
    return this.currentCamera;
  }

  get tool(): Tool {
    return this.currentTool;
  }

  get dragged(): Drag | null {
    return this.drag;
  }

  // scene

  replace(scene: Scene): void {
    for (const item of scene.items) this.settle(item);
    this.scene.replace(scene);
    this.repaint("both");
    this.sceneChanged();
  }

  patch(patch: ScenePatch): void {
    for (const item of patch.items ?? []) this.settle(item);
    this.apply(patch);
    this.sceneChanged();
  }

  drawOver(drawing: OverlayDrawing | null): void {
    this.drawnOver = drawing;
    this.screen.redraw("overlay");
  }

  setPeers(peers: readonly Peer[], now: number): void {
    this.peers.set(peers, now);
    this.shiftDragged();
  }

  /** Lets remote cursors and drags glide on. Returns whether there is more to come. */
  glide(now: number, elapsedMs: number): boolean {
    const isMoving = this.peers.step(now, elapsedMs);
    if (isMoving) this.shiftDragged();
    return isMoving;
  }

  setPins(pins: readonly Pin[], drawing: OverlayDrawing): void {
    this.pins = pins;
    this.drawnPins = drawing;
    this.screen.redraw("overlay");
  }

  pinAt(id: string): Point | null {
    const pin = this.pins.find((each) => each.id === id);
    return pin === undefined ? null : tipOf(pin, this.scene);
  }

  hit(at: Point, isTouch = false): Target {
    const reach = isTouch ? REACH.touch : REACH.pointer;
    const pin = pinUnder(this.pins, this.scene, this.camera, toScreen(this.camera, at), isTouch ? 8 : 0);
    if (pin !== null) return { kind: "pin", id: pin.id };
    return hitTest(this.scene, at, {
      zoom: this.camera.zoom,
      reach,
      isRaised: (id) => this.screen.isMounted(id),
    });
  }

  placed(): Placed[] {
    const placed: Placed[] = [];
    for (const id of this.scene.items()) {
      const box = this.scene.boxOf(id);
      if (box) placed.push({ id, box });
    }
    return placed;
  }

  readingOrder(): string[] {
    return readingOrder(this.placed());
  }

  // camera

  setCamera({ x, y, zoom }: Camera): void {
    const { currentCamera: old } = this;
    const next = { x, y, zoom: clampZoom(zoom) };
    if (old.x === next.x && old.y === next.y && old.zoom === next.zoom) return;
    this.currentCamera = next;
    this.screen.redraw("both");
  }

  pan(dx: number, dy: number): void {
    this.setCamera(panBy(this.camera, dx, dy));
  }

  zoomAbout(screen: Point, zoom: number): void {
    this.setCamera(zoomAbout(this.camera, screen, zoom));
  }

  toBoard(screen: Point): Point {
    return toBoard(this.camera, screen);
  }

  viewBox(): Box {
    return viewBox(this.camera, this.view);
  }

  /** The camera that shows these items, or null when there are none. */
  fitted(ids?: readonly string[], atLeast?: number, atMost?: number): Camera | null {
    const extent = this.scene.extent(ids);
    return extent && fitting(extent, this.view, this.insets, atLeast, atMost);
  }

  revealed(id: string): Camera | null {
    const box = this.scene.boxOf(id);
    return box ? revealing(this.camera, box, this.view, this.insets) : null;
  }

  // selection and tools

  select(items: Iterable<string>, wires: Iterable<string> = []): void {
    if (this.selection.set(items, wires)) this.selectionChanged();
  }

  toggle(items: readonly string[], wires: readonly string[] = []): void {
    if (this.selection.toggle(items, wires)) this.selectionChanged();
  }

  /** What a brush takes: all it touches, with their groups; backdrops it must go around. Locked items are left lying. */
  brushed(area: Box): string[] {
    const isTaken = ({ id, movable }: SceneItem) =>
      (movable || this.mode === "read") && this.scene.isWithin(id, area);
    const touched = this.scene.itemsIn(area).filter(isTaken);
    return [...new Set(touched.flatMap(({ id }) => this.scene.groupOf(id)))];
  }

  setTool(tool: Tool): void {
    if (JSON.stringify(tool) === JSON.stringify(this.currentTool)) return;
    this.currentTool = tool;
    this.mark({ ghost: null, sketch: null });
    this.events.onTool?.(tool);
  }

  setHover(target: Target): void {
    if (isSameTarget(target, this.hover)) return;
    const isWire = target.kind === "wire" || this.hover.kind === "wire";
    this.hover = target;
    if (isWire) this.repaint("base");
    this.events.onHover?.(target);
  }

  isLit(wire: string): boolean {
    return this.selection.hasWire(wire) || (this.hover.kind === "wire" && this.hover.id === wire);
  }

  mark(marks: Partial<Marks>): void {
    const isBelow =
      ("litPort" in marks && marks.litPort !== this.marks.litPort) || marks.erased !== undefined;
    this.marks = { ...this.marks, ...marks };
    if (isBelow) this.repaint("both");
    else this.screen.redraw("overlay");
  }

  // moving

  /** Ids of the selected items that may be moved now, with what lies on them. */
  movable(): string[] {
    if (this.mode === "read") return [];
    const isMovable = (id: string) => this.scene.item(id)?.movable === true;
    const moved = this.selection.current.items.filter(isMovable);
    return [...new Set(moved.flatMap((id) => [id, ...this.scene.contentOf(id).filter(isMovable)]))];
  }

  dragTo(ids: readonly string[], dx: number, dy: number): void {
    this.drag = { ids, dx, dy };
    this.shiftDragged();
  }

  commitDrag(): void {
    const { drag } = this;
    this.drag = null;
    if (drag && (drag.dx !== 0 || drag.dy !== 0)) this.move(drag.ids, drag.dx, drag.dy);
    else if (drag) this.events.onDragCancelled?.();
    this.shiftDragged();
  }

  cancelDrag(): void {
    if (!this.drag) return;
    this.drag = null;
    this.shiftDragged();
    this.events.onDragCancelled?.();
  }

  /** Shows the new places at once and tells the app; its own patch then says the same. */
  move(ids: readonly string[], dx: number, dy: number): void {
    const items = ids
      .map((id) => this.scene.item(id))
      .filter((item) => item !== undefined)
      .map((item) => ({ ...item, x: item.x + dx, y: item.y + dy }));
    if (items.length === 0) return;
    this.apply({ items });
    this.events.onDragCommitted?.(items.map(({ id, x, y }): Move => ({ id, x, y })));
  }

  /** What a drag may snap to: the other items in view, where they lie. */
  snapBoxes(except: readonly string[]): Box[] {
    const out = new Set(except);
    const boxes = this.scene
      .itemsIn(this.viewBox())
      .filter(({ id }) => !out.has(id))
      .map((item) => this.scene.restingBoxOf(item.id) ?? item);
    if (boxes.length <= SNAP_MOST) return boxes;
    const centre = centreOf(this.scene.extent(except) ?? this.viewBox());
    const away = new Map(boxes.map((box) => [box, distanceToBox(centre, box)]));
    return boxes.sort((a, b) => (away.get(a) ?? 0) - (away.get(b) ?? 0)).slice(0, SNAP_MOST);
  }

  /** Board pixels that a drag snaps over. */
  snapReach(): number {
    return SNAP_REACH / this.camera.zoom;
  }

  // resizing

  /** The one selected item, when it can be resized now. */
  resizable(): SceneItem | null {
    const { items, wires } = this.selection.current;
    const item = items.length === 1 && wires.length === 0 ? this.scene.item(items[0] ?? "") : undefined;
    return item?.resizing && item.movable && this.mode === "edit" ? item : null;
  }

  /** The item whose handles are shown. */
  shownHandles(): SceneItem | null {
    const isShown = this.tool.name === "select" && this.camera.zoom >= HANDLES_FROM_ZOOM && !this.drag;
    return isShown ? this.resizable() : null;
  }

  /** The selected item's handle under a board point. */
  handleAt(at: Point, isTouch = false): Handle | null {
    const item = this.shownHandles();
    const box = item && this.scene.boxOf(item.id);
    if (!item?.resizing || !box) return null;
    return hitHandle(box, item.resizing, at, { zoom: this.camera.zoom, isTouch });
  }

  previewBox(id: string, { x, y, w, h }: Box): void {
    const item = this.scene.item(id);
    if (!item) return;
    this.apply({ items: [{ ...item, x, y, w, h: item.resizing?.axes === "box" ? h : item.h }] });
  }

  /** Tells the app of the box that is shown, unless it is the one from before. */
  commitBox(id: string, before: Box): void {
    const item = this.scene.item(id);
    if (!item) return;
    const { x, y, w, h } = item;
    const isSame =
      x === before.x &&
      y === before.y &&
      w === before.w &&
      (item.resizing?.axes === "width" || h === before.h);
    if (!isSame) this.events.onResized?.(id, { x, y, w, h });
  }

  private shiftDragged(): void {
    const offsets = this.peers.offsets();
    const { drag, scene } = this;
    for (const id of drag?.ids ?? []) offsets.set(id, { x: drag?.dx ?? 0, y: drag?.dy ?? 0 });
    const moved = [...new Set([...offsets.keys(), ...scene.offsetIds])];
    const before = scene.around(moved);
    scene.setOffsets(offsets);
    this.screen.redraw("overlay");
    this.changed(before, scene.around(moved));
  }

  private settle(item: SceneItem): void {
    const old = this.scene.item(item.id);
    if (old && (old.x !== item.x || old.y !== item.y)) this.peers.settle(item.id);
  }

  private apply(patch: ScenePatch): void {
    const { items = [], wires = [], removeItems = [], removeWires = [] } = patch;
    const around = (): Box | null =>
      this.scene.around(
        [...items.map(({ id }) => id), ...removeItems],
        [...wires.map(({ id }) => id), ...removeWires],
      );
    const before = around();
    this.scene.patch(patch);
    this.changed(before, around());
  }

  /** The scene was something here before, and is something there now. Out of view nothing is drawn for it. */
  private changed(before: Box | null, now: Box | null): void {
    const area = union([before, now].flatMap((box) => box ?? []));
    if (area === null) return;
    const reach = inflated(area, Math.max(this.scene.overhang, SEEN_MARGIN / this.camera.zoom));
    this.screen.outdate(reach);
    if (intersects(reach, this.viewBox())) this.screen.redraw("both");
  }

  /** What of the scene is shown, and how, has changed. */
  private repaint(layers: Layers): void {
    this.screen.outdate(null);
    this.screen.redraw(layers);
  }

  private sceneChanged(): void {
    if (this.scene.hasOffsets) this.shiftDragged();
    const isItem = (id: string): boolean => this.scene.item(id) !== undefined;
    const isWire = (id: string): boolean => this.scene.wire(id) !== undefined;
    if (this.selection.keep(isItem, isWire)) this.selectionChanged();
  }

  private selectionChanged(): void {
    const { wires } = this.selection.current;
    // Of what is selected the base shows only wires otherwise than before.
    if (wires.length > 0 || this.hasLitWires) this.repaint("both");
    else this.screen.redraw("overlay");
    this.hasLitWires = wires.length > 0;
    this.events.onSelection?.(this.selection.current);
  }
}
