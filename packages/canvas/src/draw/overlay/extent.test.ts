import { expect, test } from "vitest";
import type { Command } from "../../picture/list";
import { TextRuler } from "../../picture/text";
import { contains } from "../../plane/geometry";
import { extentOf } from "./extent";

const ruler = new TextRuler(() => 50);
const box = { x: 100, y: 50, w: 40, h: 20 };

test("nothing is nowhere, and what can't be told before may be anywhere", () => {
  expect(extentOf([], ruler)).toBeNull();
  expect(extentOf([{ op: "path", d: "M0 0L9 9" }], ruler)).toBe("anywhere");
  expect(extentOf([{ op: "path", d: "M0 0L9 9", within: box }], ruler)).toEqual(box);
});

test("a line is as wide as it is on both sides of its place, a group where it is put", () => {
  const ring: Command = { op: "outlines", boxes: [box], radius: 4, stroke: "accent", width: 6 };
  const group: Command = { op: "group", x: 1000, y: -500, commands: [ring] };
  const extent = extentOf([ring, group], ruler);
  if (extent === null || extent === "anywhere") throw new Error("It can be told.");
  for (const [x, y] of [
    [97, 47],
    [143, 73],
    [1097, -453],
    [1143, -427],
  ] as const)
    expect(contains(extent, { x, y })).toBe(true);
});

test("a text is held on the side that it runs to", () => {
  const word = (align: "left" | "right" | "center"): Command => ({
    op: "text",
    text: "eight px",
    x: 0,
    y: 0,
    font: { family: "sans", weight: 400, size: 10 },
    fill: "ink",
    align,
  });
  const spans = (["left", "right", "center"] as const).map((align) => {
    const extent = extentOf([word(align)], ruler);
    return extent === null || extent === "anywhere" ? [] : [extent.x, extent.x + extent.w];
  });
  const width = ruler.width("eight px", { family: "sans", weight: 400, size: 10 });
  for (const [i, [from, to]] of [
    [0, width],
    [-width, 0],
    [-width / 2, width / 2],
  ].entries()) {
    expect(spans[i]?.[0]).toBeLessThanOrEqual(from ?? 0);
    expect(spans[i]?.[1]).toBeGreaterThanOrEqual(to ?? 0);
  }
});
