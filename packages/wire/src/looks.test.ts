import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLook, type Look, MAX_LOOK_CELLS, MAX_LOOK_VIEWS, MAX_LOOK_WINDOWS } from "./looks";

const window = { place: 0, cellPages: 32, cells: 100, mark: 0, isDetailed: false, have: 0 };
const look: Look = {
  type: "look",
  view: 0,
  serial: 1,
  experiment: "e",
  variant: "v",
  run: "r",
  tMs: 12.5,
  windows: [window, { ...window, cellPages: 0 }],
  pfn: -1,
};

describe("a look", () => {
  test("as honest clients send it is one", () => {
    expect(isLook(look)).toBe(true);
    expect(isLook({ ...look, windows: [], pfn: 2 ** 40 })).toBe(true);
  });

  test.each<[string, object]>([
    ["a view too many", { view: MAX_LOOK_VIEWS }],
    ["no serial", { serial: undefined }],
    ["a name that is none", { variant: 5 }],
    ["a name without end", { run: "r".repeat(10_000) }],
    ["time before the start", { tMs: -1 }],
    ["time without end", { tMs: Number.POSITIVE_INFINITY }],
    ["a page between two", { pfn: 0.5 }],
    ["windows that are none", { windows: "all" }],
    ["windows too many", { windows: Array(MAX_LOOK_WINDOWS + 1).fill(window) }],
    ["cells too many", { windows: [{ ...window, cells: MAX_LOOK_CELLS + 1 }] }],
    ["no cell", { windows: [{ ...window, cells: 0 }] }],
    ["cells of three pages", { windows: [{ ...window, cellPages: 3 }] }],
    ["cells larger than any machine", { windows: [{ ...window, cellPages: 2 ** 31 }] }],
    ["a place before the first", { windows: [{ ...window, place: -1 }] }],
    ["a state that is none", { windows: [{ ...window, mark: 99 }] }],
    ["no window", { windows: [null] }],
  ])("with %s is none", (_, over) => {
    expect(isLook({ ...look, ...over } as Look)).toBe(false);
  });

  test("of any values says so and throws nothing", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(look)), fc.anything()), (values) => {
        expect(typeof isLook({ ...look, ...values } as Look)).toBe("boolean");
      }),
    );
  });
});
