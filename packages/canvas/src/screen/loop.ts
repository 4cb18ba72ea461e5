/** Elapsed time assumed for the first frame after a rest, and the most that is ever told: a tab comes back after minutes. */
const FRAME_MS = 1000 / 60;
const ELAPSED_MAX_MS = 100;

/** One animation frame callback for everything; none while nothing happens. */
export class FrameLoop {
  private handle: number | null = null;
  private lastAt: number | null = null;

  /** `tick` returns whether it wants the next frame too. */
  constructor(private readonly tick: (now: number, elapsedMs: number) => boolean) {}

  request(): void {
    this.handle ??= requestAnimationFrame(this.run);
  }

  stop(): void {
    if (this.handle !== null) cancelAnimationFrame(this.handle);
    this.handle = null;
  }

  private readonly run = (now: number): void => {
    this.handle = null;
    const elapsed = this.lastAt === null ? FRAME_MS : Math.min(now - this.lastAt, ELAPSED_MAX_MS);
    const wantsMore = this.tick(now, elapsed);
    this.lastAt = wantsMore ? now : null;
    if (wantsMore) this.request();
  };
}
