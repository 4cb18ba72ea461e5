import { useEffect, useMemo } from "react";
import { isOverlaidByPopup } from "../../../ui/key";
import { Clock, eventFrom } from "../../charts/picture/clock";
import { changeView } from "../view";
import type { ShownInView } from "./use-shown";

/** Left and right with Shift. */
const STEP_MS = 100;
/** A cursor that has come to rest is written into the address. */
const REST_MS = 300;

/** The one clock of the view: from the address, moved by the pictures and the keys, and written back so that a link carries it. */
export function useViewClock(
  shown: ShownInView,
  params: URLSearchParams,
  onTables: () => void,
): { clock: Clock; events: readonly number[] } {
  const { durationMs, runs } = shown;
  const wanted = params.get("t");
  // Only the length makes a new clock: what the address says later is what this one has written.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const clock = useMemo(
    () => new Clock(wanted === null ? durationMs : Number(wanted) || 0, durationMs),
    [durationMs],
  );
  const events = useMemo(() => eventsOf(runs), [runs]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = clock.t.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => changeView({ t: String(Math.round(clock.t.get() * 1000) / 1000) }), REST_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [clock]);
  // A link to another moment, while the view is open.
  useEffect(() => {
    if (wanted !== null && Math.abs(Number(wanted) - clock.t.get()) > 1) clock.set(Number(wanted) || 0);
  }, [wanted, clock]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isOwn(event.target))
        return;
      const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as 1 | -1 | undefined;
      if (way !== undefined) {
        const to = event.shiftKey ? clock.t.get() + way * STEP_MS : eventFrom(events, clock.t.get(), way);
        if (to !== null) clock.set(to);
      } else if (event.key === "Home") clock.set(0);
      else if (event.key === "End") clock.set(durationMs);
      else if (event.key.toLowerCase() === "t" && !event.shiftKey) onTables();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [clock, events, durationMs, onTables]);
  return { clock, events };
}

/** A control that has a use for the arrows itself. */
function isOwn(target: EventTarget | null): boolean {
  if (isOverlaidByPopup()) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest("input:not([data-clock]), textarea, select, [role=tablist], [data-keys]") !== null)
  );
}

/** When something failed in any of the runs: the first and the last of each cause, and the start of each stretch with failures. */
function eventsOf(runs: ShownInView["runs"]): number[] {
  const times = new Set<number>();
  for (const { live } of runs) {
    for (const { firstMs, lastMs, overTime } of live.failures) {
      times.add(firstMs).add(lastMs);
      for (const { sample } of overTime) {
        const tMs = live.series.tMs[sample];
        if (tMs !== undefined) times.add(tMs);
      }
    }
    if (live.panic !== null) times.add(live.panic.tMs);
  }
  return [...times].sort((a, b) => a - b);
}
