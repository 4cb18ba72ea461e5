import { createContext, useContext } from "react";
import { Signal, useSignal } from "../../session";

/** The one time cursor of all pictures of an experiment: simulated ms. It moves outside React; only what reads it is drawn again. */
export class Clock {
  readonly t: Signal<number>;

  constructor(
    tMs: number,
    readonly durationMs: number,
  ) {
    this.t = new Signal(this.within(tMs));
  }

  set(tMs: number): void {
    this.t.set(this.within(tMs));
  }

  private within(tMs: number): number {
    return Math.max(0, Math.min(this.durationMs, tMs));
  }
}

export const ClockContext = createContext<Clock | null>(null);

/** The clock of the pictures around. Only below ClockContext. */
export function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (clock === null) throw new Error("useClock needs a ClockContext above it.");
  return clock;
}

export function useTime(): number {
  return useSignal(useClock().t);
}

/** The next event after a time, or the last one before it; null where there is none. */
export function eventFrom(events: readonly number[], tMs: number, way: 1 | -1): number | null {
  // A cursor that stands on an event goes on to another one, whatever its last bits.
  const isBeyond = (event: number) => (way === 1 ? event > tMs + 1e-6 : event < tMs - 1e-6);
  const found = events.filter(isBeyond);
  return found.length === 0 ? null : way === 1 ? Math.min(...found) : Math.max(...found);
}
