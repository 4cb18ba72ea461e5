import { expect, test } from "vitest";
import { readWheel } from "./wheel";

const view = { w: 1000, h: 800 };
const wheel = (given: Partial<Parameters<typeof readWheel>[0]>) =>
  readWheel(
    { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, metaKey: false, shiftKey: false, ...given },
    view,
  );

test("a wheel pans; lines and pages become pixels", () => {
  expect(wheel({ deltaX: 3, deltaY: 5 })).toEqual({ kind: "pan", dx: 3, dy: 5 });
  expect(wheel({ deltaY: 2, deltaMode: 1 })).toEqual({ kind: "pan", dx: 0, dy: 32 });
  expect(wheel({ deltaY: 1, deltaMode: 2 })).toEqual({ kind: "pan", dx: 0, dy: view.h });
});

test("with Shift one wheel goes sideways, a trackpad's own direction stays", () => {
  expect(wheel({ deltaY: 5, shiftKey: true })).toEqual({ kind: "pan", dx: 5, dy: 0 });
  expect(wheel({ deltaX: 3, deltaY: 5, shiftKey: true })).toEqual({ kind: "pan", dx: 3, dy: 5 });
});

test.each(["ctrlKey", "metaKey"] as const)("with %s it zooms: away from the person is closer", (key) => {
  const [closer, farther] = [wheel({ deltaY: -10, [key]: true }), wheel({ deltaY: 10, [key]: true })];
  if (closer.kind !== "zoom" || farther.kind !== "zoom") throw new Error("expected to zoom");
  expect(closer.factor).toBeGreaterThan(1);
  expect(closer.factor * farther.factor).toBeCloseTo(1, 12);
});

test("one notch of a coarse wheel never doubles the zoom", () => {
  const step = wheel({ deltaY: -1200, ctrlKey: true });
  expect(step.kind === "zoom" && step.factor).toBeLessThan(2);
});
