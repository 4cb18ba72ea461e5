/** Since the last turn of the wheel. */
const REST_MS = 150;

/**
 * Lies over the cards while the pointer means none of their controls: when the wheel moves them under a resting pointer, where the browser
 * would look through all of them at every frame for what the pointer is on, and things would light up in passing; and while the pointer is on a
 * port or a handle, whose cursor all cards would inherit.
 */
export class Shield {
  private shownCursor = "default";
  private raisedAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly element: Pick<HTMLElement, "hidden"> & { style: Pick<CSSStyleDeclaration, "cursor"> },
  ) {}

  /** Asked for at every frame, so not by way of the style. */
  set cursor(cursor: string) {
    if (cursor === this.shownCursor) return;
    this.shownCursor = cursor;
    this.element.style.cursor = cursor;
    this.show();
  }

  /** Until the wheel rests. */
  raise(): void {
    this.raisedAt = performance.now();
    if (this.timer !== null) return;
    this.timer = setTimeout(this.look, REST_MS);
    this.show();
  }

  /** The pointer moves of itself. */
  lower(): void {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.show();
  }

  private readonly look = (): void => {
    const left = this.raisedAt + REST_MS - performance.now();
    if (left <= 0) this.lower();
    else this.timer = setTimeout(this.look, left);
  };

  private show(): void {
    this.element.hidden = this.timer === null && this.shownCursor === "default";
  }
}
