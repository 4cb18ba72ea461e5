/** Something that may be used up at a rate, with some of it ahead. All in ms of the server's clock. */
export class Rate {
  private freeAt = Number.NEGATIVE_INFINITY;

  /** `aheadMs`: so much may be used at once by somebody who has been quiet. */
  constructor(private readonly aheadMs: number) {}

  /** Uses up what takes `costMs` to come again. */
  use(costMs: number, now: number): void {
    this.freeAt = Math.max(this.freeAt, now - this.aheadMs) + costMs;
  }

  /** How long until it may be used again; 0 = now. */
  wait(now: number): number {
    return Math.max(0, this.freeAt - now);
  }
}
