import { CloseCode } from "@carveout/wire";
import type { Link } from "../store/store";

/** Timers take no longer delay; what is farther away is looked at again by then. */
const MAX_TIMER_MS = 2 ** 31 - 1;

type Close = (code: number, sentence: string) => void;

/** Who is on a board by which link, so that they go when the link does. */
export class LinkHolders {
  private readonly held = new Map<string, Set<Close>>();
  private readonly withdrawn = new Set<string>();

  /** Calls `close` when the link is withdrawn or expires, at once if it was meanwhile. Returns what ends that. */
  hold(link: Link, close: Close): () => void {
    if (this.withdrawn.has(link.id)) closeWithdrawn(close);
    const closes = this.held.get(link.id) ?? new Set();
    this.held.set(link.id, closes.add(close));
    const stopClock = link.expiresAt === null ? () => {} : closeAt(link.expiresAt, close);
    return () => {
      stopClock();
      closes.delete(close);
      if (closes.size === 0 && this.held.get(link.id) === closes) this.held.delete(link.id);
    };
  }

  withdraw(link: string): void {
    this.withdrawn.add(link);
    for (const close of this.held.get(link) ?? []) closeWithdrawn(close);
  }

  restore(link: string): void {
    this.withdrawn.delete(link);
  }
}

function closeWithdrawn(close: Close): void {
  close(CloseCode.Withdrawn, "An owner of the board has withdrawn the link.");
}

function closeAt(time: number, close: Close): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    const ms = time - Date.now();
    timer = setTimeout(
      () => (ms > MAX_TIMER_MS ? wait() : close(CloseCode.Expired, "The link was made to expire now.")),
      Math.max(0, Math.min(ms, MAX_TIMER_MS)),
    );
    timer.unref();
  };
  wait();
  return () => clearTimeout(timer);
}
