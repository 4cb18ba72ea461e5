/**
 * The engine's public vocabulary. Lengths are board pixels (CSS pixels at 100 % zoom) unless a name says `screen`; screen points are CSS
 * pixels from the container's top left corner. Colours are token names of the design language without the dashes ("v-a", "k-shadow"); where
 * a token is unknown the string is used as a CSS colour, so a person's own colour may be given either way.
 */

import type { Board } from "./board";
import type { Command } from "./draw/list";
import type { TextRuler } from "./draw/text";
import type { SceneStore } from "./scene";
import type { Pointer, State } from "./tools/state";

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  w: number;
  h: number;
}

export interface Box extends Point, Size {}

/** What the view shows: `x`, `y` is the board point at the container's top left corner, `zoom` is screen pixels per board pixel (0.1 to 4). */
export interface Camera extends Point {
  zoom: number;
}

// ---------------------------------------------------------------------------------------------------------------------- scene

export type PortType = "profile" | "strategy" | "workload";

export interface ScenePort {
  /** Unique within its item. */
  id: string;
  side: "left" | "right";
  /** From the card's top edge. */
  offsetY: number;
  /** Drawn as a square, a circle, a diamond. */
  type: PortType;
  direction: "out" | "in";
  /** Filled when wired, hollow when free. */
  wired: boolean;
}

/** Anything placed on the board, as the engine sees it. The engine never writes into these objects. */
export interface SceneItem {
  id: string;
  kind: string;
  x: number;
  y: number;
  w: number;
  /** Height kept on the board; `setMeasuredHeight` overrides it here. */
  h: number;
  /** Order key: compared by `<`, then by id. The greatest lies on top. */
  z: string;
  movable: boolean;
  /** Goes with all others of the same group. */
  group?: string;
  /** How it can be resized; absent: not at all. */
  resizing?: Resizing;
  ports: readonly ScenePort[];
  picture: CardPicture | Drawing;
}

/** Of a card people set the width, its height follows; of a box both. */
export interface Resizing {
  axes: "width" | "box";
  least: Size;
}

export interface PortRef {
  item: string;
  port: string;
}

export interface SceneWire {
  id: string;
  /** An "out" port. */
  from: PortRef;
  /** An "in" port. */
  to: PortRef;
  tone?: "plain" | "err";
}

export interface Scene {
  items: readonly SceneItem[];
  wires: readonly SceneWire[];
}

/** A change of the scene. Each list may be left out; an item or wire that is given replaces the one of the same id, or is added. */
export interface ScenePatch {
  items?: readonly SceneItem[];
  wires?: readonly SceneWire[];
  removeItems?: readonly string[];
  removeWires?: readonly string[];
}

// ---------------------------------------------------------------------------------------------------------------------- pictures

export type BadgeShape = "circle" | "square" | "triangle" | "diamond";

export interface Badge {
  /** One or two letters. */
  letter: string;
  /** Token, e.g. "v-a". */
  colour: string;
  shape: BadgeShape;
}

export interface PictureRow {
  label: string;
  value: string;
  /** Token of the value; default "ink". */
  colour?: string;
}

export type BarPattern = "plain" | "diag" | "dots" | "horizontal" | "vertical" | "cross";

export interface BarSegment {
  /** Token, e.g. "k-shadow". */
  token: string;
  /** Part of the bar, 0 to 1. What the shares leave open to 1 stays empty. */
  share: number;
  pattern: BarPattern;
}

/** A figure, a bar and rows, drawn in this order; each may be missing. */
export interface PictureBlock {
  badge?: Badge;
  /** Beside the badge; a column's name. */
  name?: string;
  /** The one number that counts: "73,020". */
  figure?: { value: string; unit?: string };
  bar?: readonly BarSegment[];
  rows?: readonly PictureRow[];
}

/** What is drawn while a card is not mounted as DOM. */
export interface CardPicture {
  tone: "card" | "note";
  title: string;
  /** Small word beside the title: "kmsan", "experiment". */
  kindLabel: string;
  badge?: Badge;
  /** Token of a state ("ok", "warn", "err", "accent"): an edge on the far block. */
  state?: string;
  /** Lines of running text under the head; the text of a note. Each is cut with an ellipsis, never wrapped. */
  lines?: readonly string[];
  /** Figure, bar and rows of the whole card. */
  body?: PictureBlock;
  /** Side by side under the body: the variants of an experiment. */
  columns?: readonly PictureBlock[];
}

/** What draws itself in the item's box: shapes, ink, frames, images, text. */
export interface Drawing {
  tone: "drawing";
  title: string;
  /** Mounted as DOM like a card where somebody can work with it; else only while it is pinned. */
  mounts: boolean;
  /** Lies behind everything else, in the order of the other backdrops. */
  isBackdrop?: boolean;
  /** Draws the same whatever `unit` is, so that zooming over thousands draws none of them anew. */
  isSameAtAnyZoom?: boolean;
  /** From the box's top left corner. `unit` is board pixels per screen pixel below 40 %, where names are kept readable; 1 above. */
  draw(size: Size, unit: number, ruler: TextRuler): readonly Command[];
  /** How far outside of its box it may draw, in board pixels; absent: no farther than a line is wide and a port stands out. */
  overhang?(size: Size, unit: number): number;
  /** Whether a pointer here, from the box's top left corner, means the item; absent: anywhere in the box. `reach` is board pixels. */
  isAt?(at: Point, size: Size, reach: number): boolean;
  /** Whether it means the item where nothing else lies there: inside of an empty outline. */
  isIn?(at: Point, size: Size): boolean;
}

// ---------------------------------------------------------------------------------------------------------------------- looks

/** Tokens the engine itself draws with. */
export type BaseToken =
  | "canvas"
  | "canvas-dot"
  | "surface"
  | "sunken"
  | "hover"
  | "line"
  | "line-strong"
  | "ink"
  | "ink-2"
  | "ink-3"
  | "accent"
  | "accent-soft"
  | "err"
  | "note"
  | "note-ink"
  | "v-ink";

/** Resolved CSS colours by token; `readPalette` makes one from the custom properties. */
export type Palette = Readonly<Record<BaseToken, string>> & Readonly<Record<string, string>>;

/** CSS font families. */
export interface Fonts {
  /** Words. */
  sans: string;
  /** Figures, addresses, hashes. */
  mono: string;
}

// ---------------------------------------------------------------------------------------------------------------------- people

/** Another participant, as presence last told. */
export interface Peer {
  id: string;
  name: string;
  /** Token ("p-1") or CSS colour. */
  colour: string;
  /** Board point, or null when the pointer is not on the board or they type. */
  cursor: Point | null;
  /** Ids of items and wires. */
  selection: readonly string[];
  /** What they drag right now, relative to the positions in the scene. */
  drag: { ids: readonly string[]; dx: number; dy: number } | null;
  /** How long the pointer has not moved. From 30 s the cursor is drawn pale and without its name, from 60 s not at all. */
  restedMs?: number;
  /** What they draw right now. */
  trace?: Trace | null;
}

/** A line that somebody is drawing: ink before it is an item, or the trail of a laser pointer, which never becomes one. */
export interface Trace {
  kind: "ink" | "laser";
  /** Token or CSS colour. */
  colour: string;
  /** Board pixels for ink, screen pixels for the laser. */
  width: number;
  /** Board pixels: x and y in turn. */
  points: readonly number[];
}

// ---------------------------------------------------------------------------------------------------------------------- pins

/** A numbered mark over everything else: a teardrop of the same size at every zoom, with its tip at the place it speaks of. */
export interface Pin {
  id: string;
  /** One to four characters. */
  label: string;
  /** It goes where this item goes; null: it stands on the board itself. A pin on an item that is not there isn't drawn. */
  item: string | null;
  /** From the item's top left corner, or on the board; left out, at the item's right edge. */
  x?: number;
  y?: number;
  /** "active" is the one that is open, "quiet" one that is settled. */
  tone: "plain" | "active" | "quiet";
}

/** An outline with a letter and a word at its corner: what a comparison says of an item, or of a place where one was. */
export interface Flag {
  /** An item that is in the scene, or the board box of one that is not. */
  at: string | Box;
  letter: string;
  label: string;
  /** Token or CSS colour. */
  colour: string;
  dashed: boolean;
}

// ---------------------------------------------------------------------------------------------------------------------- tools and targets

/** Where in its box a line starts; it ends at the opposite corner. */
export type Corner = "top left" | "top right" | "bottom left" | "bottom right";

/** Draws a new item's outline under the pointer; the click asks the app to make it and returns to `select`. */
export interface PlaceTool {
  name: "place";
  kind: string;
  /** Tells tools for items of one kind apart. */
  variant?: string;
  w: number;
  h: number;
  /** A drag spans the item instead of moving it: as a box, or as a line from corner to corner. */
  spans?: "box" | "line";
  /** Drawn instead of the outline. */
  sketch?(start: Corner): Drawing;
}

/** A tool that comes with what a press of it begins. */
export interface OwnTool {
  name: "own";
  id: string;
  begin(board: Board, pointer: Pointer): State;
}

/** `note` is the one placing tool whose size the engine knows. */
export type Tool =
  | { name: "select" }
  | { name: "hand" }
  | { name: "connector" }
  | { name: "note" }
  /** The next click says where, in "read" mode too. */
  | { name: "comment" }
  | PlaceTool
  | OwnTool;

/** "read": pan, zoom and select only. */
export type Mode = "edit" | "read";

export type Target =
  | { kind: "item"; id: string }
  | { kind: "port"; item: string; port: string }
  | { kind: "wire"; id: string }
  | { kind: "pin"; id: string }
  | { kind: "board" };

export interface Selection {
  items: readonly string[];
  wires: readonly string[];
}

export interface Move extends Point {
  id: string;
}

/**
 * What the engine tells the app. The object is read at each call, so members may be replaced at any time. All are called outside drawing
 * and may call back into the engine.
 */
export interface EngineEvents {
  onSelection?(selection: Selection): void;
  /** At most once per frame while items are dragged; for presence. */
  onDragPreview?(ids: readonly string[], dx: number, dy: number): void;
  /** A drag or an arrow key has ended. The engine shows the new places at once; patch the items back to undo that. */
  onDragCommitted?(moves: readonly Move[]): void;
  onDragCancelled?(): void;
  /** A handle was let go, or a key resized the item. The engine shows the new box at once; patch the item back to undo that. */
  onResized?(id: string, box: Box): void;
  /** Board point of this participant's pointer, or null when it left; at most once per frame. */
  onPointer?(at: Point | null): void;
  /** This participant has moved the camera by themselves. */
  onPursuitEnded?(): void;
  onHover?(target: Target): void;
  /** May `from` (out) be wired to `to` (in)? null = yes, otherwise the sentence that says why not. Absent: every wire is allowed. */
  canWire?(from: PortRef, to: PortRef): string | null;
  onWire?(from: PortRef, to: PortRef): void;
  /** The wire has snapped back. `at` is the board point of the drop. */
  onWireRefused?(reason: string, at: Point): void;
  /** Make an item with this box, null = wherever there is room near the middle of the view; of a line, from this corner on. */
  onPlace?(kind: string, box: Box | null, start: Corner): void;
  onTool?(tool: Tool): void;
  /** Double click, or Enter with one item selected. `within` is relative to the item's top left corner (`y` < 34 is the head); null for Enter. */
  onOpen?(id: string, within: Point | null): void;
  /** `client` is where to put the menu, in the window. The target has been selected. */
  onContextMenu?(target: Target, client: Point, at: Point): void;
  onDelete?(selection: Selection): void;
  /** A pin was pressed. */
  onPin?(id: string): void;
  /** The comment tool was used here; the tool is `select` again. */
  onComment?(target: Target, at: Point): void;
  /** Which items are to be DOM cards now, at most 50. The order is stable: an id keeps its place among those that stay. */
  onMounted?(ids: readonly string[]): void;
}

// ---------------------------------------------------------------------------------------------------------------------- engine

/** What a minimap draws. */
export interface Miniature {
  items: readonly (Box & { id: string; tone: (CardPicture | Drawing)["tone"] })[];
  /** Around all items; null without any. */
  extent: Box | null;
  /** What the view shows. */
  view: Box;
  /** Changes when an item's box does; equal versions have the same `items` and `extent`. */
  version: number;
}

/** Screen pixels at each edge that something of the app lies over. */
export interface Insets {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

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
  /** What `printOf` makes a picture of, for a file. */
  readonly scene: SceneStore;
  readonly ruler: TextRuler;

  // scene
  /** Replaces everything; selection and measured heights of items that stay are kept. */
  setScene(scene: Scene): void;
  /** Touches only what it names. */
  patch(patch: ScenePatch): void;
  item(id: string): SceneItem | undefined;
  /** Where an item is shown now: with measured height and any drag preview. */
  boxOf(id: string): Box | undefined;
  /** Ids by rows, then left to right. */
  readingOrder(): string[];
  /** The topmost thing at a board point, as a mouse would hit it. */
  hit(at: Point): Target;

  // looks
  setPalette(palette: Palette): void;
  setFonts(fonts: Fonts): void;
  setPeers(peers: readonly Peer[]): void;
  /** All pins, the last one uppermost. */
  setPins(pins: readonly Pin[]): void;
  /** Board point of a pin's tip, with any drag preview; null if it isn't shown. */
  pinAt(id: string): Point | null;
  /** Replaces the last ones. */
  setFlags(flags: readonly Flag[]): void;

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
  fitSelection(): void;
  /** Moves the camera as little as possible so that the item is in view. */
  focusItem(id: string): void;
  miniature(): Miniature;

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
