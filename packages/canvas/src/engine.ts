import type { Engine, EngineOptions } from "./api";
import { Board } from "./board/board";
import { type Camera, toScreen, zoomAbout } from "./camera/camera";
import { CameraFlight } from "./camera/flight";
import { Pursuit } from "./camera/pursuit";
import { PictureCache } from "./draw/base/pictures";
import { Canvas2D } from "./draw/canvas/canvas2d";
import { Images } from "./draw/canvas/images";
import { Painter } from "./draw/canvas/painter";
import { Late } from "./draw/late";
import { Glass } from "./draw/overlay/glass";
import { overlayList } from "./draw/overlay/overlay";
import { Panes } from "./draw/tiles/panes";
import { Tiles } from "./draw/tiles/tiles";
import { TextRuler } from "./picture/text";
import type { Point } from "./plane/geometry";
import { Cards } from "./screen/cards";
import { Keyboard } from "./screen/keyboard";
import { FrameLoop } from "./screen/loop";
import { Pointers } from "./screen/pointers";
import { Shield } from "./screen/shield";
import { Surface } from "./screen/surface";
import { ToolMachine } from "./tools/machine";

/** Makes `container` a whiteboard. The container must be positioned and sized by the app; it is given `tabindex="0"`. */
export function createEngine(container: HTMLElement, options: EngineOptions): Engine {
  const { events } = options;
  const stillness = container.ownerDocument.defaultView?.matchMedia("(prefers-reduced-motion: reduce)");
  const dirty = { base: true, overlay: true };
  const cards = new Cards(
    () => board,
    () => machine.name !== "idle" || flight.goal !== null,
    { show: (...what) => ports.get()?.show(...what) },
  );
  const board = new Board(
    events,
    {
      redraw(layers) {
        if (layers !== "overlay") dirty.base = true;
        if (layers !== "base") dirty.overlay = true;
        loop.request();
      },
      outdate(area) {
        tiles.outdate(area);
        cards.outdate();
      },
      isMounted: cards.isShown,
    },
    options.insets,
  );
  const ports = new Late(async () => new (await import("./screen/port-marks")).PortMarks(), redraw);
  const machine = new ToolMachine(board);
  const flight = new CameraFlight();
  const pursuit = new Pursuit();
  const loop = new FrameLoop(tick);
  const surface = new Surface(container, () => {
    resize();
    // Between this and the paint there is no frame callback, and a canvas of a new size is blank.
    draw();
  });
  const images = new Images(repaint);
  const patterns = new Late(
    async () => new (await import("./draw/canvas/pattern")).Patterns(container.ownerDocument),
    repaint,
  );
  const painter = new Painter(container.ownerDocument, options.palette, options.fonts, images, {
    over: (...where) => patterns.get()?.over(...where),
    forget: () => patterns.get()?.forget(),
  });
  const panes = new Panes(surface.ground, painter);
  const tiles = new Tiles(panes.rack, () => performance.now());
  const ruler = new TextRuler(painter.measure);
  const glass = new Glass(new Canvas2D(surface.overlay, painter), ruler);
  const pictures = new PictureCache(ruler);
  const hooks = { request: () => loop.request(), takeOver: () => flight.stop(), openMenu };
  const shield = new Shield(surface.shield);
  const pointers = new Pointers(container, board, machine, hooks, shield);
  const keyboard = new Keyboard(container, board, machine, { ...hooks, fit, focusItem, zoomBy });
  const cameraListeners = new Set<(camera: Camera) => void>();
  const told: { camera: Camera | null; pointer: Point | null; drag: Board["dragged"] } = {
    camera: null,
    pointer: null,
    drag: null,
  };
  let density = 0;
  let peerTimer: ReturnType<typeof setTimeout> | null = null;
  let tilesTimer: ReturnType<typeof setTimeout> | null = null;

  function tick(now: number, elapsedMs: number): boolean {
    pointers.flush();
    const flown = flight.step(now, board.view);
    if (flown) board.setCamera(flown);
    const isPursuing = chase(elapsedMs);
    const isPulled = machine.step(elapsedMs);
    const isGliding = board.glide(performance.now(), elapsedMs);
    tell();
    const isDrawing = draw();
    return flight.goal !== null || isPursuing || isPulled || isGliding || isDrawing;
  }

  /** Returns whether there is more to come. */
  function chase(elapsedMs: number): boolean {
    if (pursuit.isBroken(board.camera)) {
      pursuit.stop();
      events.onPursuitEnded?.();
    }
    const next = pursuit.step(board.camera, board.view, elapsedMs, isStill());
    if (next) board.setCamera(next);
    pursuit.settled(board.camera);
    return next !== null;
  }

  function isStill(): boolean {
    return stillness?.matches ?? true;
  }

  /** What the app hears at most once per frame. */
  function tell(): void {
    if (told.camera !== board.camera) {
      told.camera = board.camera;
      machine.refresh();
      cards.moved();
      for (const listener of cameraListeners) listener(board.camera);
    }
    const pointer = pointers.at && board.toBoard(pointers.at);
    if (pointer?.x !== told.pointer?.x || pointer?.y !== told.pointer?.y) events.onPointer?.(pointer);
    told.pointer = pointer;
    const { dragged } = board;
    if (dragged && dragged !== told.drag) events.onDragPreview?.(dragged.ids, dragged.dx, dragged.dy);
    told.drag = dragged;
    const isSelecting = board.tool.name === "select";
    shield.cursor = isSelecting ? machine.cursor : "default";
    surface.cursor = isSelecting ? "default" : machine.cursor;
  }

  /** Returns whether there is more to come. */
  function draw(): boolean {
    if (surface.density !== density) resize();
    const { scene, camera, view, marks, selection, peers } = board;
    const { litPort } = marks;
    if (dirty.base) {
      const isHidden = (id: string): boolean => cards.isPictured(id) || marks.erased.has(id);
      const isLit = (wire: string): boolean => board.isLit(wire);
      const wait = tiles.draw({ scene, camera, view, density, pictures, isHidden, isLit, litPort });
      // What is left over is taken up at the next frame.
      dirty.base = wait === 0;
      if (wait !== null && wait > 0) drawLater(wait);
      if (cards.shown.size > 0) surface.moveCards(camera);
      cards.place();
    }
    if (dirty.overlay) {
      const cursors = peers.cursors(performance.now());
      const people = {
        peers: peers.selections(),
        traces: peers.traces(),
        cursors,
        selection: selection.current,
      };
      glass.draw(
        overlayList({
          scene,
          camera,
          view,
          mounted: cards.shown,
          ...marks,
          ...people,
          drawnPins: board.drawnPins,
          drawnOver: board.drawnOver,
          ruler,
          handles: board.shownHandles(),
        }),
      );
    }
    dirty.overlay = false;
    return dirty.base;
  }

  function drawLater(ms: number): void {
    tilesTimer ??= setTimeout(() => {
      tilesTimer = null;
      dirty.base = true;
      loop.request();
    }, ms);
  }

  /** What is shown may have changed. */
  function redraw(): void {
    tiles.outdate(null);
    cards.outdate();
    dirty.base = dirty.overlay = true;
    loop.request();
  }

  /** What is shown is the same, and looks different. */
  function repaint(): void {
    tiles.forget();
    redraw();
  }

  function resize(): void {
    density = surface.density;
    board.view = surface.view;
    panes.resize(density);
    glass.resize(board.view, density);
    told.camera = null;
    redraw();
  }

  function fly(to: Camera | null, animate = true): void {
    if (!to) return;
    flight.stop();
    if (animate && !isStill()) flight.start(board.camera, to);
    else board.setCamera(to);
    loop.request();
  }

  function zoomTo(zoom: number): void {
    const { camera, view } = board;
    fly(zoomAbout(flight.goal ?? camera, { x: view.w / 2, y: view.h / 2 }, zoom));
  }

  /** Steps that follow each other quickly add up. */
  function zoomBy(factor: number): void {
    zoomTo((flight.goal ?? board.camera).zoom * factor);
  }

  function fit(ids?: readonly string[], { animate = true, atLeast = 0, atMost = 1 } = {}): void {
    fly(board.fitted(ids, atLeast, atMost), animate);
  }

  function focusItem(id: string): void {
    fly(board.revealed(id));
  }

  /** At the middle of the item's upper edge: where a pointer would have been. */
  function openMenu(): boolean {
    const [id] = board.selection.current.items;
    const box = id === undefined ? undefined : board.scene.boxOf(id);
    if (id === undefined || !box) return false;
    const at = { x: box.x + box.w / 2, y: box.y };
    const { x, y } = toScreen(board.camera, at);
    const { left, top } = container.getBoundingClientRect();
    events.onContextMenu?.({ kind: "item", id }, { x: left + x, y: top + y }, at);
    return true;
  }

  /** Cursors come to rest and go without anything being said. */
  function awaitRest(): void {
    if (peerTimer !== null) clearTimeout(peerTimer);
    const due = board.peers.nextChange(performance.now());
    peerTimer =
      due === null
        ? null
        : setTimeout(() => {
            redraw();
            awaitRest();
          }, due + 1);
  }

  function fontsCame(): void {
    ruler.forget();
    pictures.forget();
    repaint();
  }

  const { fonts } = container.ownerDocument;
  fonts.addEventListener("loadingdone", fontsCame);
  surface.ground.style.background = options.palette.canvas;
  resize();

  return {
    cardLayer: surface.cardLayer,
    scene: board.scene,
    ruler,
    patch(patch) {
      board.patch(patch);
      cards.sceneChanged();
    },
    item: (id) => board.scene.item(id),
    boxOf: (id) => board.scene.boxOf(id),
    readingOrder: () => board.readingOrder(),
    setPalette(palette) {
      painter.setPalette(palette);
      surface.ground.style.background = palette.canvas;
      repaint();
    },
    setPeers(peers) {
      board.setPeers(peers, performance.now());
      awaitRest();
    },
    setPins: (pins, drawing) => board.setPins(pins, drawing),
    pinAt: (id) => board.pinAt(id),
    drawOver: (drawing) => board.drawOver(drawing),
    camera: () => board.camera,
    setCamera: (camera, { animate = false } = {}) => fly(camera, animate),
    subscribeCamera(listener) {
      cameraListeners.add(listener);
      return () => cameraListeners.delete(listener);
    },
    viewBox: () => board.viewBox(),
    pursue(view) {
      if (view === null) pursuit.stop();
      else {
        flight.stop();
        pursuit.follow(view, board.camera);
      }
      loop.request();
    },
    toBoard: (screen) => board.toBoard(screen),
    toScreen: (at) => toScreen(board.camera, at),
    zoomBy,
    zoomTo,
    fit,
    focusItem,
    selection: () => board.selection.current,
    select(ids) {
      const { scene } = board;
      board.select(
        ids.filter((id) => scene.item(id)),
        ids.filter((id) => scene.wire(id)),
      );
    },
    selectAll: () => board.select(board.scene.items()),
    tool: () => board.tool,
    setTool(tool) {
      machine.cancel();
      board.setTool(tool);
      machine.refresh();
    },
    setMode(mode) {
      machine.cancel();
      board.mode = mode;
      machine.refresh();
      loop.request();
    },
    registerCard(id, element) {
      cards.register(id, element);
      redraw();
    },
    pin: (id, pinned) => cards.pin(id, pinned),
    setMeasuredHeight(id, h) {
      board.scene.setMeasuredHeight(id, h);
      redraw();
    },
    destroy() {
      loop.stop();
      if (peerTimer !== null) clearTimeout(peerTimer);
      if (tilesTimer !== null) clearTimeout(tilesTimer);
      fonts.removeEventListener("loadingdone", fontsCame);
      panes.destroy();
      cards.destroy();
      pointers.destroy();
      keyboard.destroy();
      surface.destroy();
    },
  };
}
