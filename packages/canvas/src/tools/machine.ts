import type { Board } from "../board/board";
import type { Pointer, State } from "../board/gesture";
import { edgePull } from "./edge";
import { idle } from "./idle";
import { panning } from "./panning";
import { pinching } from "./pinching";

/** The tools as one state machine: pointers in, the next state out. */
export class ToolMachine {
  /** The space bar is held: a press pans whatever the tool is. */
  isSpaceHeld = false;
  private state: State;
  private last: Pointer | null = null;
  private readonly fingers = new Map<number, Pointer>();

  constructor(private readonly board: Board) {
    this.state = idle(board);
  }

  get name(): State["name"] {
    return this.state.name;
  }

  get cursor(): string {
    if (this.isSpaceHeld && this.name === "idle") return "grab";
    return this.state.cursor ?? "default";
  }

  down(pointer: Pointer): void {
    if (pointer.isTouch) this.fingers.set(pointer.id, pointer);
    this.last = pointer;
    const [first, second] = this.fingers.values();
    if (first && second && this.fingers.size === 2) {
      this.state.cancel?.();
      this.state = pinching(this.board, first, second);
    } else if (this.fingers.size <= 1) {
      const isHand = this.isSpaceHeld && this.name === "idle" && pointer.button === 0;
      if (isHand) this.state = panning(this.board, pointer);
      else this.hand("down", pointer);
    }
  }

  move(pointer: Pointer): void {
    if (this.fingers.has(pointer.id)) this.fingers.set(pointer.id, pointer);
    this.last = pointer;
    this.hand("move", pointer);
  }

  up(pointer: Pointer): void {
    this.fingers.delete(pointer.id);
    this.last = pointer.isTouch ? null : pointer;
    this.hand("up", pointer);
  }

  /** Gives up what is going on. Returns whether there was anything. */
  cancel(): boolean {
    if (this.name === "idle") return false;
    this.state.cancel?.();
    this.state = idle(this.board);
    return true;
  }

  /** A finger was taken away by the browser. */
  lose(id: number): void {
    this.fingers.delete(id);
    this.last = null;
    this.cancel();
  }

  /** The camera or the tool has changed under a resting pointer. */
  refresh(): void {
    if (this.name === "idle" && !this.last) this.state = idle(this.board);
    else if (this.last && this.name !== "panning" && this.name !== "pinching") this.move(this.last);
  }

  /** Moves the view while a drag is held at its edge. Returns whether it did. */
  step(elapsedMs: number): boolean {
    if (!this.state.followsEdge || !this.last) return false;
    const { dx, dy } = edgePull(this.last.screen, this.board.view);
    if (dx === 0 && dy === 0) return false;
    this.board.pan((dx * elapsedMs) / 1000, (dy * elapsedMs) / 1000);
    this.move(this.last);
    return true;
  }

  private hand(event: "down" | "move" | "up", pointer: Pointer): void {
    const { state } = this;
    if (state[event]) this.state = state[event](pointer) ?? idle(this.board);
  }
}
