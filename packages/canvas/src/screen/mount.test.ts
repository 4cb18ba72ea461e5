import fc from "fast-check";
import { expect, test } from "vitest";
import { centreOf, distanceToBox, intersects } from "../plane/geometry";
import { chooseMounted, MOUNT_FROM_ZOOM, MOUNTED_MAX, type MountQuestion } from "./mount";

const view = { x: 0, y: 0, w: 1440, h: 900 };
const grid = (count: number): MountQuestion["candidates"] =>
  Array.from({ length: count }, (_, i) => ({
    id: `i${i}`,
    box: { x: (i % 14) * 100, y: Math.floor(i / 14) * 60, w: 258, h: 50 },
  }));
const question = (given: Partial<MountQuestion>): MountQuestion => ({
  view,
  zoom: 1,
  candidates: [],
  pinned: [],
  selected: new Set(),
  mounted: [],
  ...given,
});

const ids = fc.uniqueArray(
  fc.integer({ min: 0, max: 199 }).map((i) => `i${i}`),
  { maxLength: 80 },
);

test("never more than 50, each once, and those that stay keep their order", () => {
  fc.assert(
    fc.property(
      fc.nat(200),
      ids,
      ids,
      ids,
      fc.double({ min: 0.1, max: 4, noNaN: true }),
      (n, a, b, c, zoom) => {
        const mounted = a.slice(0, MOUNTED_MAX);
        const chosen = chooseMounted(
          question({ candidates: grid(n), mounted, pinned: b, selected: new Set(c), zoom }),
        );
        expect(chosen.length).toBeLessThanOrEqual(MOUNTED_MAX);
        expect(new Set(chosen).size).toBe(chosen.length);
        const stayed = mounted.filter((id) => chosen.includes(id));
        expect(chosen.slice(0, stayed.length)).toEqual(stayed);
        for (const id of b.slice(0, MOUNTED_MAX)) expect(chosen).toContain(id);
      },
    ),
  );
});

test("asking again changes nothing", () => {
  fc.assert(
    fc.property(fc.nat(200), ids, (n, pinned) => {
      const given = question({ candidates: grid(n), pinned });
      const once = chooseMounted(given);
      expect(chooseMounted({ ...given, mounted: once })).toEqual(once);
    }),
  );
});

test("no card outside of the chosen is nearer to the centre", () => {
  const candidates = grid(180);
  const chosen = new Set(chooseMounted(question({ candidates })));
  const away = (box: typeof view): number => distanceToBox(centreOf(view), box);
  const seen = candidates.filter(({ box }) => intersects(box, view));
  const farthest = Math.max(...seen.filter(({ id }) => chosen.has(id)).map(({ box }) => away(box)));
  const nearest = Math.min(...seen.filter(({ id }) => !chosen.has(id)).map(({ box }) => away(box)));
  expect(chosen.size).toBe(MOUNTED_MAX);
  expect(nearest).toBeGreaterThanOrEqual(farthest);
});

test("far away nothing new is mounted; what is selected or pinned stays", () => {
  const far = { zoom: MOUNT_FROM_ZOOM - 0.01, candidates: grid(20), mounted: ["i1", "i2", "i3"] };
  expect(chooseMounted(question(far))).toEqual([]);
  expect(chooseMounted(question({ ...far, selected: new Set(["i2", "i9"]), pinned: ["i3"] }))).toEqual([
    "i2",
    "i3",
  ]);
});

test("a card too narrow to work with is left to the canvas", () => {
  const candidates = [{ id: "narrow", box: { x: 0, y: 0, w: 80, h: 80 } }];
  expect(chooseMounted(question({ candidates }))).toEqual([]);
  expect(chooseMounted(question({ candidates, zoom: 2 }))).toEqual(["narrow"]);
});
