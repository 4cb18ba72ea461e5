import { resized } from "../arrange/resize";
import type { Board } from "../board/board";
import { type Direction, nearestTowards } from "../scene/navigate";
import type { ToolMachine } from "../tools/machine";
import { placed } from "../tools/placing";

const ARROWS: Record<string, { direction: Direction; x: number; y: number }> = {
  ArrowLeft: { direction: "left", x: -1, y: 0 },
  ArrowRight: { direction: "right", x: 1, y: 0 },
  ArrowUp: { direction: "up", x: 0, y: -1 },
  ArrowDown: { direction: "down", x: 0, y: 1 },
};

/** Board pixels an arrow key moves by, or with Alt resizes by; with Shift, the fine step. */
const STEP = 20;
const FINE_STEP = 1;
/** Screen pixels an arrow key pans by when nothing is selected. */
const PAN_STEP = 80;

export interface KeyHooks {
  request(): void;
  /** A person took hold of the camera. */
  takeOver(): void;
  fit(ids?: readonly string[]): void;
  focusItem(id: string): void;
  zoomBy(factor: number): void;
  /** The menu of what is selected. Returns whether there is anything. */
  openMenu(): boolean;
}

/** The keys of the board itself. Those that choose a tool are the app's: people can turn them off. */
export class Keyboard {
  private readonly listening = new AbortController();

  constructor(
    private readonly container: HTMLElement,
    private readonly board: Board,
    private readonly machine: ToolMachine,
    private readonly hooks: KeyHooks,
  ) {
    const { signal } = this.listening;
    const { ownerDocument } = container;
    ownerDocument.addEventListener("keydown", this.pressed, { signal });
    ownerDocument.addEventListener("keyup", this.released, { signal });
    ownerDocument.defaultView?.addEventListener("blur", () => this.holdSpace(false), { signal });
  }

  destroy(): void {
    this.listening.abort();
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const { activeElement, body } = this.container.ownerDocument;
    // A control that goes leaves the focus on the page, though a dialog or a view lies over it: the keys are theirs then.
    if (body.querySelector(":modal") !== null || this.container.closest("[inert]") !== null) return;
    const isOurs =
      activeElement === this.container ||
      activeElement === body ||
      activeElement === null ||
      activeElement.closest("[data-board-keys]") !== null;
    if (!isOurs || event.defaultPrevented || event.isComposing) return;
    if (!this.handle(event)) return;
    event.preventDefault();
    this.hooks.request();
  };

  private readonly released = (event: KeyboardEvent): void => {
    if (event.code === "Space") this.holdSpace(false);
  };

  private holdSpace(isHeld: boolean): void {
    if (this.machine.isSpaceHeld === isHeld) return;
    this.machine.isSpaceHeld = isHeld;
    this.hooks.request();
  }

  /** Returns whether the key meant something. */
  private handle(event: KeyboardEvent): boolean {
    const { board } = this;
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")) return this.hooks.openMenu();
    const arrow = ARROWS[event.key];
    if (event.altKey) return arrow && !isCommand ? this.resize(arrow.x, arrow.y, event.shiftKey) : false;
    if (arrow) return isCommand ? this.go(arrow.direction) : this.nudge(arrow.x, arrow.y, event.shiftKey);
    if (isCommand) {
      if (event.key.toLowerCase() !== "a" || event.shiftKey) return false;
      board.select(board.scene.items());
      return true;
    }
    if (event.code === "Space") this.holdSpace(true);
    else if (event.key === "Escape") return this.goOut();
    else if (event.key === "Enter") return this.place() || this.open();
    else if (event.key === "Delete" || event.key === "Backspace") return this.remove();
    else if (event.shiftKey && event.code === "Digit1") this.hooks.fit();
    else if (event.shiftKey && event.code === "Digit2") this.hooks.fit(board.selection.current.items);
    else if (event.key === "+" || event.key === "=") this.hooks.zoomBy(1.25);
    else if (event.key === "-") this.hooks.zoomBy(0.8);
    else return false;
    return true;
  }

  private nudge(x: number, y: number, isFine: boolean): boolean {
    const ids = this.board.movable();
    const step = isFine ? FINE_STEP : STEP;
    if (ids.length > 0) this.board.move(ids, x * step, y * step);
    else if (this.board.selection.size === 0) {
      this.hooks.takeOver();
      this.board.pan(x * PAN_STEP, y * PAN_STEP);
    }
    return true;
  }

  /** Moves the right or lower edge of the one selected item. */
  private resize(x: number, y: number, isFine: boolean): boolean {
    const { board } = this;
    const item = board.resizable();
    const box = item && board.scene.boxOf(item.id);
    if (!item?.resizing || !box || (item.resizing.axes === "width" && y !== 0)) return false;
    const step = isFine ? FINE_STEP : STEP;
    const by = { x: x * step, y: y * step };
    board.previewBox(item.id, resized(box, { x: 1, y: 1 }, by, { least: item.resizing.least }));
    board.commitBox(item.id, box);
    return true;
  }

  /** To the nearest item in a direction, or to the first one in reading order. */
  private go(direction: Direction): boolean {
    const { board } = this;
    const current = board.selection.current.items.at(-1);
    const box = current === undefined ? undefined : board.scene.boxOf(current);
    const next =
      current !== undefined && box
        ? nearestTowards({ id: current, box }, direction, board.placed())
        : board.readingOrder()[0];
    if (next === undefined) return true;
    board.select([next]);
    this.hooks.focusItem(next);
    return true;
  }

  /** One level: a gesture, a tool, the selection. */
  private goOut(): boolean {
    const { board } = this;
    if (this.machine.cancel()) return true;
    if (board.tool.name !== "select") board.setTool({ name: "select" });
    else if (board.selection.size > 0) board.select([]);
    else return false;
    return true;
  }

  /** With a placing tool in hand: where there is room. */
  private place(): boolean {
    const { board } = this;
    const item = board.mode === "edit" ? placed(board.tool) : null;
    if (item === null) return false;
    board.setTool({ name: "select" });
    board.events.onPlace?.(item.kind, null, "top left");
    return true;
  }

  private open(): boolean {
    const { items, wires } = this.board.selection.current;
    const [id] = items;
    if (id === undefined || items.length > 1 || wires.length > 0) return false;
    this.board.events.onOpen?.(id, null);
    return true;
  }

  private remove(): boolean {
    const { board } = this;
    if (board.mode === "read" || board.selection.size === 0) return false;
    board.events.onDelete?.(board.selection.current);
    return true;
  }
}
