/** What happens besides page requests, in the order of time. */

import type { ActionInput, ActionKind } from "../input";

export const ACTION_KINDS: readonly ActionKind[] = [
  "kpageflags",
  "kpagecount",
  "compact",
  "page-idle",
  "offline",
  "secretmem",
  "hibernate",
  "vmalloc-ro",
  "set-memory-np",
  "map-back",
  "unaligned-access",
  "touch-pages",
];

export class ActionQueue {
  /** How often each was done. */
  private readonly done: Int32Array;
  private current = -1;
  /** When the next action is due, ms; Infinity when none is left. */
  timeMs = Number.POSITIVE_INFINITY;

  /** Of actions that are due at one time, the one that the workload names first comes first. */
  constructor(
    private readonly actions: readonly ActionInput[],
    private readonly durationMs: number,
  ) {
    this.done = new Int32Array(actions.length);
    this.findNext();
  }

  /** Takes the action that is due at `timeMs`. */
  next(): ActionInput {
    const action = this.actions[this.current];
    if (action === undefined) throw new RangeError("no action is left");
    this.done[this.current] = (this.done[this.current] as number) + 1;
    this.findNext();
    return action;
  }

  private findNext(): void {
    this.current = -1;
    this.timeMs = Number.POSITIVE_INFINITY;
    for (const [i, { startMs, everyMs, times }] of this.actions.entries()) {
      const done = this.done[i] as number;
      const dueMs = startMs + done * everyMs;
      if (done >= times || dueMs >= this.timeMs || dueMs > this.durationMs) continue;
      this.current = i;
      this.timeMs = dueMs;
    }
  }
}
