import { describe, expect, test } from "vitest";
import { readCaret, readTrace } from "./presence-parts";

const trace = { kind: "ink", colour: "err", width: 3, points: [1, 2, 3, 4] };
const position = { type: null, tname: null, item: { client: 7, clock: 3 }, assoc: 0 };
const end = { type: { client: 7, clock: 1 }, tname: null, item: null, assoc: 0 };

describe("a trace from somebody else", () => {
  test("is read as it was sent", () => {
    expect(readTrace(trace)).toEqual(trace);
    expect(readTrace({ ...trace, kind: "laser", colour: "p-2" })).toMatchObject({
      kind: "laser",
      colour: "p-2",
    });
  });

  test("is none where it could not be drawn", () => {
    for (const wrong of [
      null,
      "ink",
      { ...trace, kind: "paint" },
      { ...trace, colour: "url(https://x.org)" },
      { ...trace, width: -1 },
      { ...trace, width: 1e9 },
      { ...trace, width: "3" },
      { ...trace, points: "1,2" },
      { ...trace, points: [1, null] },
      { ...trace, points: [1, Number.POSITIVE_INFINITY] },
    ])
      expect(readTrace(wrong)).toBeNull();
  });

  test("is cut where it goes on for ever", () => {
    const points = Array.from({ length: 100_000 }, () => 1);
    expect(readTrace({ ...trace, points })?.points.length).toBeLessThanOrEqual(500);
  });
});

describe("a caret from somebody else", () => {
  test("stands beside a character or at the end of the text", () => {
    expect(readCaret({ anchor: position, head: end })).toEqual({ anchor: position, head: end });
  });

  test("never names a root, which Yjs would make, nor anything but whole numbers", () => {
    for (const wrong of [
      null,
      5,
      { ...position, tname: "share" },
      { ...position, item: null },
      { ...position, item: { client: -1, clock: 0 } },
      { ...position, item: { client: 1.5, clock: 0 } },
      { ...position, item: { client: "7", clock: 0 } },
      { ...end, type: "text" },
    ]) {
      expect(readCaret({ anchor: wrong, head: position })).toBeNull();
      expect(readCaret({ anchor: position, head: wrong })).toBeNull();
    }
    expect(readCaret(undefined)).toBeNull();
  });
});
