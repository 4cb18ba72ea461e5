import fc from "fast-check";
import { expect, test } from "vitest";
import { cameraText, targetOf } from "./follow-address";

const target = (text: string) => targetOf(new URLSearchParams(text));

test("a link leads to an item, to a thread, or to a view of the canvas; an item of an open view is the view's", () => {
  expect(target("item=note-1")).toEqual({ item: "note-1", thread: null, camera: null });
  expect(target("view=experiment&item=experiment-1")).toEqual({ item: null, thread: null, camera: null });
  expect(target("thread=thread-1&camera=1,2,3")).toEqual({ item: null, thread: "thread-1", camera: null });
  expect(target("camera=10,-20,0.5")).toEqual({
    item: null,
    thread: null,
    camera: { x: 10, y: -20, zoom: 0.5 },
  });
});

test("a camera that is none leads nowhere", () => {
  for (const text of ["", "1,2", "1,2,0", "1,2,-1", "a,b,c", "1,2,3,4", "1,2,Infinity", "NaN,1,1"])
    expect(target(`camera=${text}`).camera, text).toBeNull();
});

test("what is written is read again, to the pixel", () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(number, number, fc.double({ min: 0.1, max: 4, noNaN: true }), (x, y, zoom) => {
      const read = target(new URLSearchParams({ camera: cameraText({ x, y, zoom }) }).toString()).camera;
      expect(Math.abs((read?.x ?? Number.NaN) - x)).toBeLessThanOrEqual(0.5);
      expect(Math.abs((read?.y ?? Number.NaN) - y)).toBeLessThanOrEqual(0.5);
      expect(read?.zoom).toBeCloseTo(zoom, 2);
    }),
  );
});
