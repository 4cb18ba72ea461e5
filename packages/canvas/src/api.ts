import type { EngineEvents } from "./board/events";
import type { OverlayDrawing } from "./board/marks";
import type { Selection } from "./board/selection";
import type { Mode, Tool } from "./board/tool";
import type { Camera, Insets } from "./camera/camera";
import type { Peer } from "./people/peer";
import type { Fonts, Palette } from "./picture/palette";
import type { TextRuler } from "./picture/text";
import type { Box, Point } from "./plane/geometry";
import type { SceneItem, ScenePatch } from "./scene/item";
import type { Pin } from "./scene/pins";
import type { SceneStore } from "./scene/store";

/*
 * Lengths are board pixels (CSS pixels at 100 % zoom) unless a name says `screen`; screen points are CSS pixels from the container's top left
 * corner. Colours are token names of the design language without the dashes ("v-a", "k-shadow"); where a token is unknown the string is
 * used as a CSS colour, so a person's own colour may be given either way.
 */

export interface EngineOptions {
  /** What is fitted or brought into view keeps clear of them. Default: none. */
  insets?: Insets;
  palette: Palette;
  fonts: Fonts;
  events: EngineEvents;
}

export interface Engine {
  /**
   * Lies over the canvas and moves with the camera. The app renders mounted cards into it (portals). Not part of the keyboard order by
   * itself.
   */
  readonly cardLayer: HTMLDivElement;
  /** What `printOf` makes a picture of, for a file, and `miniatureOf` a small one. */
  readonly scene: SceneStore;
  readonly ruler: TextRuler;

  // scene
  /** Touches only what it names. */
  patch(patch: ScenePatch): void;
  item(id: string): SceneItem | undefined;
  /** Where an item is shown now: with measured height and any drag preview. */
  boxOf(id: string): Box | undefined;
  /** Ids by rows, then left to right. */
  readingOrder(): string[];

  // looks
  setPalette(palette: Palette): void;
  setPeers(peers: readonly Peer[]): void;
  /** All pins, the last one uppermost. */
  setPins(pins: readonly Pin[], drawing: OverlayDrawing): void;
  /** Board point of a pin's tip, with any drag preview; null if it isn't shown. */
  pinAt(id: string): Point | null;
  /** Replaces the last ones. */
  drawOver(drawing: OverlayDrawing | null): void;

  // camera
  camera(): Camera;
  /** Clamps the zoom. `animate` is ignored under reduced motion. */
  setCamera(camera: Camera, options?: { animate?: boolean }): void;
  /** Called at most once per frame after the camera or the container's size changed. Returns the way to stop. */
  subscribeCamera(listener: (camera: Camera) => void): () => void;
  /** The part of the board that the view shows. */
  viewBox(): Box;
  /**
   * Keeps `view`, what somebody else sees, inside this view, gliding after it as it changes; null ends that. Any other move of the camera ends
   * it too, and `onPursuitEnded` says so.
   */
  pursue(view: Box | null): void;
  /** Board point of a screen point. */
  toBoard(screen: Point): Point;
  toScreen(board: Point): Point;
  /** Zooms about the centre of the view: 1.25 = a quarter closer. */
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /**
   * Shows these items whole, all when left out; never closer than the zoom `atMost` (100 % when left out), and no farther than the zoom `atLeast`: then from their top left
   * corner.
   */
  fit(ids?: readonly string[], options?: { animate?: boolean; atLeast?: number; atMost?: number }): void;
  /** Moves the camera as little as possible so that the item is in view. */
  focusItem(id: string): void;

  // selection and tools
  selection(): Selection;
  /** Exactly these; unknown ids are left out. A press takes along the others of a group. Calls `onSelection` when it changes anything. */
  select(ids: readonly string[]): void;
  selectAll(): void;
  tool(): Tool;
  setTool(tool: Tool): void;
  setMode(mode: Mode): void;

  // DOM cards
  /**
   * The element of a mounted card, null when it goes. The engine writes its `position`, `left`, `top`, `width`, `transform` and `z-index`
   * and draws the picture until the element is there. A press inside input, button, select, textarea, a[href], [contenteditable] or
   * [data-interactive] is left to the DOM while the tool is `select`; a press elsewhere selects and drags the card, and the card gets no
   * click for it. Fingers pan and drag from fields too, and their taps reach them; only [data-interactive] and sliders are left alone. A
   * wheel over [data-scroll] scrolls it.
   */
  registerCard(id: string, element: HTMLElement | null): void;
  /** A pinned item stays mounted wherever the camera goes: somebody types in it. */
  pin(id: string, pinned: boolean): void;
  /** Height of the mounted card in board pixels. Local: used for hits, wires, rings and fitting until the item is removed. */
  setMeasuredHeight(id: string, h: number): void;

  destroy(): void;
}
