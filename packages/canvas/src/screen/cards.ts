import type { Board } from "../board/board";
import { Slide } from "../draw/slide";
import { chooseMounted } from "./mount";
import type { PortMarks } from "./port-marks";

/** After the last movement of the camera. */
const REST_MS = 120;

/** Each card that slides is a layer of the browser's own, and so is what lies above it. */
const SLIDING_MAX = 4;

/** Which items are DOM cards, and where their elements lie. */
export class Cards {
  private mounted: readonly string[] = [];
  private readonly elements = new Map<string, HTMLElement>();
  private readonly written = new WeakMap<HTMLElement, string>();
  private readonly slides = new WeakMap<HTMLElement, Slide>();
  private readonly pinned = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private movedAt = Number.NEGATIVE_INFINITY;
  private isOutdated = false;

  constructor(
    private readonly board: () => Board,
    private readonly isBusy: () => boolean,
    private readonly ports: Pick<PortMarks, "show">,
  ) {}

  /** Items whose elements are there. */
  get shown(): Pick<ReadonlySet<string>, "has" | "keys" | "size"> {
    return this.elements;
  }

  /** Its element is there, so its picture need not be drawn. */
  readonly isShown = (id: string): boolean => this.elements.has(id);

  /** Its element stands for its picture. What is drawn stays drawn under the element that edits it. */
  readonly isPictured = (id: string): boolean => this.elements.has(id) && !this.board().scene.isDrawn(id);

  register(id: string, element: HTMLElement | null): void {
    if (!element) {
      this.elements.delete(id);
      return;
    }
    this.elements.set(id, element);
    Object.assign(element.style, { position: "absolute", left: "0", top: "0" });
    this.written.delete(element);
    this.outdate();
    this.place();
  }

  pin(id: string, isPinned: boolean): void {
    if (isPinned) this.pinned.add(id);
    else this.pinned.delete(id);
    this.rechoose();
  }

  /** The camera moves: chooses again once it rests. */
  moved(): void {
    this.movedAt = performance.now();
    this.rechoose();
  }

  /** Something else has changed: chooses again soon. A stream of edits does not put it off. */
  private rechoose(): void {
    this.timer ??= setTimeout(this.choose, REST_MS);
  }

  /** Items have come, changed or gone. A card must not outlive its item; the rest can wait. */
  sceneChanged(): void {
    this.settle(this.mounted.filter((id) => this.board().scene.item(id)));
    this.rechoose();
  }

  /** Where items lie may have changed. */
  outdate(): void {
    this.isOutdated = true;
  }

  /** Writes positions that have changed; called once per frame. The camera moves the layer, not the cards. */
  place(): void {
    if (!this.isOutdated) return;
    this.isOutdated = false;
    const { scene } = this.board();
    for (const [id, element] of this.elements) {
      const [item, shown, resting] = [scene.item(id), scene.boxOf(id), scene.restingBoxOf(id)];
      if (!item || !shown || !resting) continue;
      const slides = scene.offsetCount <= SLIDING_MAX;
      const { x, y, w } = slides ? resting : shown;
      this.ports.show(element, item.ports, w);
      const h = item.resizing?.axes === "box" ? `${shown.h}px` : "";
      const written = `${x} ${y} ${w} ${h} ${scene.rankOf(id)}`;
      if (this.written.get(element) !== written) {
        this.written.set(element, written);
        element.style.width = `${w}px`;
        element.style.height = h;
        element.style.transform = `translate(${x}px, ${y}px)`;
        element.style.zIndex = String(scene.rankOf(id));
      }
      this.slide(element, shown.x - x, shown.y - y);
    }
  }

  /** As far from where it lies as it is dragged. */
  private slide(element: HTMLElement, dx: number, dy: number): void {
    const isResting = dx === 0 && dy === 0;
    const slide = this.slides.get(element) ?? (isResting ? null : new Slide(element));
    if (slide === null) return;
    this.slides.set(element, slide);
    slide.to(dx, dy, 1);
    if (isResting) slide.rest();
  }

  destroy(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private readonly choose = (): void => {
    this.timer = null;
    const left = this.movedAt + REST_MS - performance.now();
    // Mounting costs most when frames matter most.
    if (left > 0 || this.isBusy()) {
      this.timer = setTimeout(this.choose, left > 0 ? left : REST_MS);
      return;
    }
    const board = this.board();
    const { scene, selection, camera } = board;
    const view = board.viewBox();
    const isThere = (id: string): boolean => scene.item(id) !== undefined;
    this.settle(
      chooseMounted({
        view,
        zoom: camera.zoom,
        candidates: scene
          .itemsIn(view)
          .filter(({ id }) => !scene.isDrawn(id))
          .map(({ id }) => ({ id, box: scene.boxOf(id) ?? view })),
        pinned: [...this.pinned].filter(isThere),
        selected: new Set(selection.current.items),
        mounted: this.mounted.filter(isThere),
      }),
    );
  };

  private settle(next: readonly string[]): void {
    if (next.length === this.mounted.length && next.every((id, i) => id === this.mounted[i])) return;
    this.mounted = next;
    this.board().events.onMounted?.(next);
  }
}
