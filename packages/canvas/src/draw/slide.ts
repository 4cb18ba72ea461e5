/** Screen pixels: farther than anything is from the view. */
const FAR = 1e7;
/** More than anything is ever magnified. */
const LARGEST = 1000;
/** A millisecond for each pixel. */
const SPAN_MS = 2 * FAR;

/**
 * Moves an element with the camera. Each new place that is written into its style makes Chromium put all layers of the page together anew,
 * which takes the longer the more lies on them: with 50 cards 3 of 4 ms a frame. So while it moves it has animations that stand still, and a
 * place is a moment of them: then the layer is moved, and nothing else is done.
 */
export class Slide {
  private at = { x: 0, y: 0, scale: 1 };
  private animations: readonly [across: Animation, down: Animation, size: Animation] | null = null;

  constructor(private readonly element: HTMLElement) {}

  /** Returns whether it was elsewhere. */
  to(x: number, y: number, scale: number): boolean {
    const { at } = this;
    if (at.x === x && at.y === y && at.scale === scale) return false;
    this.at = { x, y, scale };
    this.animations ??= this.begin();
    const [across, down, size] = this.animations;
    across.currentTime = FAR + x;
    down.currentTime = FAR + y;
    size.currentTime = (SPAN_MS * scale) / LARGEST;
    return true;
  }

  /** It stays where it is for a while: what is written on it is made as sharp as it is large. */
  rest(): void {
    if (this.animations === null) return;
    const { x, y, scale } = this.at;
    Object.assign(this.element.style, { translate: `${x}px ${y}px`, scale: `${scale}` });
    for (const animation of this.animations) animation.cancel();
    this.animations = null;
  }

  private begin(): readonly [Animation, Animation, Animation] {
    const still = (
      frames: PropertyIndexedKeyframes,
      composite: CompositeOperation = "replace",
    ): Animation => {
      const animation = this.element.animate(frames, { duration: SPAN_MS, fill: "both", composite });
      animation.pause();
      return animation;
    };
    return [
      still({ translate: [`${-FAR}px 0px`, `${FAR}px 0px`] }),
      still({ translate: [`0px ${-FAR}px`, `0px ${FAR}px`] }, "add"),
      still({ scale: ["0", `${LARGEST}`] }),
    ];
  }
}
