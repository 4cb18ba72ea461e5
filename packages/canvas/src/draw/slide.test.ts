import fc from "fast-check";
import { expect, test } from "vitest";
import { Slide } from "./slide";

interface Running {
  frames: { translate?: [string, string]; scale?: [string, string] };
  duration: number;
  currentTime: number;
  isPaused: boolean;
}

/** As much of an element as a slide touches. */
function anElement() {
  const running = new Set<Running>();
  const element = {
    style: {} as Record<string, string>,
    animate(frames: Running["frames"], { duration }: { duration: number }) {
      const animation = {
        frames,
        duration,
        currentTime: 0,
        isPaused: false,
        pause: () => {
          animation.isPaused = true;
        },
        cancel: () => running.delete(animation),
      };
      running.add(animation);
      return animation;
    },
  };
  return { element, running, slide: new Slide(element as unknown as HTMLElement) };
}

/** Where the animations have an element: the sum of their translations, and their scale. */
function shownBy(running: ReadonlySet<Running>): { x: number; y: number; scale: number } {
  const shown = { x: 0, y: 0, scale: 1 };
  for (const { frames, currentTime, duration } of running) {
    const between = ([from, to]: [string, string], part: number): number => {
      const [a = 0, b = 0] = [from, to].map((text) => Number.parseFloat(text.split(" ")[part] ?? ""));
      return a + (b - a) * (currentTime / duration);
    };
    if (frames.translate) {
      shown.x += between(frames.translate, 0);
      shown.y += between(frames.translate, 1);
    }
    if (frames.scale) shown.scale = between(frames.scale, 0);
  }
  return shown;
}

const place = fc.double({ min: -4e6, max: 4e6, noNaN: true });

test("while it moves, the animations stand still where it was put", () => {
  fc.assert(
    fc.property(place, place, fc.double({ min: 0.01, max: 40, noNaN: true }), (x, y, scale) => {
      const { running, slide } = anElement();
      slide.to(1, 2, 3);
      slide.to(x, y, scale);
      expect([...running].every(({ isPaused }) => isPaused)).toBe(true);
      const shown = shownBy(running);
      // A hundredth of a pixel is not seen.
      expect(shown.x).toBeCloseTo(x, 2);
      expect(shown.y).toBeCloseTo(y, 2);
      expect(shown.scale).toBeCloseTo(scale, 6);
    }),
  );
});

test("at rest its style says where it is, and nothing is animated until it moves again", () => {
  const { element, running, slide } = anElement();
  slide.to(12, -7.5, 0.6);
  slide.rest();
  expect(running.size).toBe(0);
  expect(element.style).toEqual({ translate: "12px -7.5px", scale: "0.6" });
  expect(slide.to(12, -7.5, 0.6)).toBe(false);
  expect(running.size).toBe(0);
  expect(slide.to(13, -7.5, 0.6)).toBe(true);
  expect(running.size).toBe(3);
});
