import { Rate } from "./rate";

/** Share of one processor that a connection's frames may take: somebody who works takes a hundredth of it, and four who flood leave the others room. */
const SHARE = 0.25;
/** Time of the server that may be taken at once: a large board is brought in, or asked for. */
const AHEAD_MS = 1000;

const WINDOW_MS = 60_000;
/** Refusals in a window that cost nothing: people mistype. */
const FREE_REFUSALS = 10;
/** With each further one the next frame is read this much later than after the one before. */
const SLOWER_MS = 25;
/** Somebody who goes on in spite of that is a program gone wrong. */
const MAX_REFUSALS = 50;
/** So many refusals of one update count once more: a step of undo may meet with many at a time, and a program as well. */
const REFUSALS_IN_ONE = 20;
/** No frame waits longer than this: a link must answer in between, or it is taken for dead. */
const MAX_DELAY_MS = 2000;

/** How fast a connection's frames are read: slower for who takes much of the server's time, or is refused again and again. */
export class Pace {
  private readonly time = new Rate(AHEAD_MS / SHARE);
  private readonly penalty = new Rate(0);
  private refusals: number[] = [];

  /** A frame took so long. */
  spend(ms: number, now: number): void {
    this.time.use(ms / SHARE, now);
  }

  /** Something with `count` refusals in it. False if it was one too many. */
  refuse(count: number, now: number): boolean {
    this.refusals = this.refusals.filter((at) => at > now - WINDOW_MS);
    for (let i = 0; i < count; i += REFUSALS_IN_ONE) this.refusals.push(now);
    const beyond = this.refusals.length - FREE_REFUSALS;
    if (beyond > 0) this.penalty.use(beyond * SLOWER_MS, now);
    return this.refusals.length <= MAX_REFUSALS;
  }

  /** How long the next frame is left unread, ms. */
  delay(now: number): number {
    return Math.min(MAX_DELAY_MS, Math.max(this.time.wait(now), this.penalty.wait(now)));
  }
}
