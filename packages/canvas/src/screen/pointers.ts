import type { Board } from "../board/board";
import type { Pointer } from "../board/gesture";
import type { Point } from "../plane/geometry";
import type { ToolMachine } from "../tools/machine";
import type { Shield } from "./shield";
import { readWheel, type WheelStep } from "./wheel";

/** What is pressed in here belongs to the card. */
const INTERACTIVE =
  "input, button, select, textarea, a[href], [contenteditable]:not([contenteditable=false]), [data-interactive]";
/** For fingers only what is dragged itself: they pan and pinch from anywhere, and a tap reaches the field all the same. */
const DRAGGED_ITSELF = "input[type=range], [data-interactive]";

export interface PointerHooks {
  /** Something waits for `flush`. */
  request(): void;
  /** A person took hold of the camera or of something on the board. */
  takeOver(): void;
  /** The menu of what is selected. Returns whether there is anything. */
  openMenu(): boolean;
}

/**
 * The container's pointer and wheel events. Presses act at once; moves and wheel steps wait for the frame, of each pointer the last one.
 */
export class Pointers {
  /** Where the pointer is on the screen; null when it isn't over the board. */
  at: Point | null = null;
  private readonly moves = new Map<number, Pointer>();
  private readonly pressed = new Set<number>();
  private wheel: { step: WheelStep; at: Point }[] = [];
  private readonly listening = new AbortController();

  constructor(
    private readonly container: HTMLElement,
    private readonly board: Board,
    private readonly machine: ToolMachine,
    private readonly hooks: PointerHooks,
    private readonly shield: Shield,
  ) {
    const { signal } = this.listening;
    container.addEventListener("pointerdown", this.down, { signal });
    container.addEventListener("pointermove", this.move, { signal });
    container.addEventListener("pointerup", this.up, { signal });
    container.addEventListener("pointercancel", this.lost, { signal });
    container.addEventListener("pointerleave", this.leave, { signal });
    container.addEventListener("wheel", this.turned, { signal, passive: false });
    container.addEventListener("contextmenu", this.menu, { signal });
    container.addEventListener("mousedown", this.clicked, { signal });
    container.addEventListener("dragstart", this.dragged, { signal });
  }

  destroy(): void {
    this.shield.lower();
    this.listening.abort();
  }

  /** Hands on what has waited. */
  flush(): void {
    const [wheel, moves] = [this.wheel, [...this.moves.values()]];
    this.wheel = [];
    this.moves.clear();
    for (const { step, at } of wheel) {
      if (step.kind === "pan") this.board.pan(step.dx, step.dy);
      else this.board.zoomAbout(at, this.board.camera.zoom * step.factor);
    }
    for (const pointer of moves) this.machine.move(pointer);
  }

  private readonly down = (event: PointerEvent): void => {
    if (this.isLeft(event)) return;
    this.flush();
    this.hooks.takeOver();
    this.pressed.add(event.pointerId);
    // A captured tap would click the container instead of the field under the finger.
    if (event.pointerType !== "touch") this.container.setPointerCapture(event.pointerId);
    this.machine.down(this.read(event));
    this.hooks.request();
  };

  private readonly move = (event: PointerEvent): void => {
    this.shield.lower();
    // Released where nobody could tell us, over a dialog of the system for instance.
    if (event.buttons === 0 && this.pressed.has(event.pointerId)) this.lost(event);
    const pointer = this.read(event);
    if (!pointer.isTouch) this.at = pointer.screen;
    if (this.machine.name === "own") pointer.trail = this.trail(event);
    this.moves.set(event.pointerId, pointer);
    this.hooks.request();
  };

  private readonly up = (event: PointerEvent): void => {
    if (!this.pressed.delete(event.pointerId)) return;
    this.flush();
    this.machine.up(this.read(event));
    this.hooks.request();
  };

  private readonly lost = (event: PointerEvent): void => {
    if (!this.pressed.delete(event.pointerId)) return;
    this.moves.delete(event.pointerId);
    this.machine.lose(event.pointerId);
    this.hooks.request();
  };

  private readonly leave = (event: PointerEvent): void => {
    if (this.pressed.has(event.pointerId)) return;
    this.moves.delete(event.pointerId);
    this.at = null;
    this.board.mark({ ghost: null });
    this.board.setHover({ kind: "board" });
    this.hooks.request();
  };

  private readonly turned = (event: WheelEvent): void => {
    const step = readWheel(event, this.board.view);
    if (step.kind === "pan" && (event.target as Element).closest("[data-scroll]")) return;
    event.preventDefault();
    this.shield.raise();
    this.hooks.takeOver();
    this.wheel.push({ step, at: this.place(event) });
    this.hooks.request();
  };

  private readonly menu = (event: MouseEvent): void => {
    if (isWithin(event, INTERACTIVE)) return;
    event.preventDefault();
    // A long press of a finger, or the menu key, comes while something else may be going on.
    this.machine.cancel();
    const { selection } = this.board;
    // The menu key means what is selected, wherever the pointer may be.
    const isByKey = event.button !== 2 && (event as PointerEvent).pointerType === "";
    if (isByKey && this.hooks.openMenu()) return;
    const at = this.board.toBoard(this.place(event));
    const target = this.board.hit(at);
    if (target.kind === "item" && !selection.hasItem(target.id)) this.board.select([target.id]);
    if (target.kind === "wire" && !selection.hasWire(target.id)) this.board.select([], [target.id]);
    this.board.events.onContextMenu?.(target, { x: event.clientX, y: event.clientY }, at);
  };

  /** Whether the card under the pointer handles this press. Tools other than select, and panning, work over cards too. */
  private isLeft(event: PointerEvent): boolean {
    if (event.pointerType === "touch") return isWithin(event, DRAGGED_ITSELF);
    // A pin lies over the card.
    if (this.board.hit(this.board.toBoard(this.place(event))).kind === "pin") return false;
    const isSelecting = this.board.tool.name === "select" && !this.machine.isSpaceHeld && event.button !== 1;
    return isSelecting && isWithin(event, INTERACTIVE);
  }

  /** The browser's part of a press that was taken: focus in a field, scrolling by the middle button. */
  private readonly clicked = (event: MouseEvent): void => {
    const isTaken = this.pressed.size > 0 && isWithin(event, INTERACTIVE);
    if (event.button !== 1 && !isTaken) return;
    event.preventDefault();
    this.container.focus({ preventScroll: true });
  };

  /** The browser's own picture of a dragged link or image. */
  private readonly dragged = (event: DragEvent): void => {
    if (!isWithin(event, INTERACTIVE)) event.preventDefault();
  };

  /** Every place the pointer was at since the last frame: browsers hand on fewer events than a pen makes. */
  private trail(event: PointerEvent): NonNullable<Pointer["trail"]> {
    const before = this.moves.get(event.pointerId)?.trail ?? [];
    const events = event.getCoalescedEvents();
    const since = events.length > 0 ? events : [event];
    return [...before, ...since.map((one) => ({ screen: this.place(one), pressure: one.pressure }))];
  }

  private place(event: MouseEvent): Point {
    const { left, top } = this.container.getBoundingClientRect();
    return {
      x: event.clientX - left - this.container.clientLeft,
      y: event.clientY - top - this.container.clientTop,
    };
  }

  private read(event: PointerEvent): Pointer {
    return {
      id: event.pointerId,
      screen: this.place(event),
      button: event.button,
      shift: event.shiftKey,
      ctrl: event.ctrlKey || event.metaKey,
      isTouch: event.pointerType === "touch",
      timeMs: event.timeStamp,
      pressure: event.pressure,
    };
  }
}

const isWithin = ({ target }: Event, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;
