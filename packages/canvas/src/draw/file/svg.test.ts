import fc from "fast-check";
import { expect, test } from "vitest";
import type { Command } from "../../picture/list";
import type { Palette } from "../../picture/palette";
import { TextRuler } from "../../picture/text";
import { SceneStore } from "../../scene/store";
import { anItem, aPort, aWire } from "../../testing";
import { printOf } from "./print";
import { svgOf } from "./svg";

const palette = {
  ink: "rgb(1, 2, 3)",
  "k-shadow": "rgb(85, 39, 154)",
  "k-free": "rgb(223, 230, 220)",
} as unknown as Palette;
const looks = {
  palette,
  fonts: { sans: 'Inter, "Noto Sans"', mono: "JetBrains Mono" },
  title: "A board",
  images: new Map(),
};
const svg = (...commands: Command[]): string =>
  svgOf({ box: { x: -5, y: 0, w: 100, h: 50 }, commands }, looks);
const font = { family: "sans", weight: 600, size: 13 } as const;
const ruler = new TextRuler(() => 55);

function aScene(): SceneStore {
  const ends = [aPort("in", "in"), aPort("out", "out", { wired: true })];
  const scene = new SceneStore();
  scene.replace({
    items: [
      anItem("a", { ports: ends }),
      anItem("b", { x: 400, ports: ends }),
      anItem("c", { x: 900, ports: ends }),
    ],
    wires: [aWire("ab", "a", "b"), aWire("bc", "b", "c")],
  });
  return scene;
}

test("text stays text: its font is named, its colour is the theme's, what people typed is no markup", () => {
  const text = svg({
    op: "text",
    text: '</text><script>alert("x")</script> & \u0007',
    x: 1,
    y: 2,
    font,
    fill: "ink",
  });
  expect(text).toContain('fill="rgb(1, 2, 3)"');
  expect(text).toContain('font-family="Inter, &quot;Noto Sans&quot;"');
  expect(text).toContain("&lt;/text&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; </text>");
  expect(text).not.toContain("<script");
});

test("whatever is typed, the file is well-formed and says no more than that", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (typed) => {
      const written = svg({ op: "text", text: typed, x: 0, y: 0, font, fill: typed });
      // Beside the elements that every such file has, there is nothing between angle brackets.
      expect(written.match(/<\/?[^>]*>/g)?.map((tag) => /^<\/?(\w+)/.exec(tag)?.[1])).toEqual([
        "svg",
        "title",
        "title",
        "defs",
        "defs",
        "rect",
        "text",
        "text",
        "svg",
      ]);
      expect(written).not.toMatch(/\p{Surrogate}/u);
      expect(written).not.toMatch(/[^\P{Cc}\t\n\r]/u);
    }),
  );
});

test("the picture has the place and the size of what is drawn", () => {
  expect(svg()).toContain('viewBox="-5 0 100 50" width="100" height="50"');
});

test("memory kinds keep their patterns, in marks that stand out of their colour", () => {
  const box = { x: 0, y: 0, w: 10, h: 10 };
  const text = svg(
    { op: "pattern", ...box, fill: "k-shadow", pattern: "diag" },
    { op: "pattern", ...box, fill: "k-free", pattern: "diag" },
    { op: "pattern", ...box, fill: "k-free", pattern: "plain" },
  );
  expect(text.match(/<pattern id="[^"]*"/g)).toEqual([
    '<pattern id="diag-white"',
    '<pattern id="diag-black"',
  ]);
  expect(text.match(/url\(#[^)]*\)/g)).toEqual(["url(#diag-white)", "url(#diag-black)"]);
});

/** A card of a title alone: its head and the padding below. */
const HEAD_ONLY = 34 + 12;

test("a print holds everything, a part of it only the chosen items and the wires between them", () => {
  const drawn = (ids?: string[]) => {
    const print = printOf({ scene: aScene(), ruler }, ids);
    const groups = print?.commands.flatMap((command) => (command.op === "group" ? [command.x] : []));
    const wires = print?.commands.flatMap((command) => (command.op === "curves" ? command.curves : []));
    return [groups, wires?.length, print?.box];
  };
  expect(drawn()).toEqual([[0, 400, 900], 2, { x: -24, y: -24, w: 1048, h: HEAD_ONLY + 48 }]);
  expect(drawn(["a", "b"])).toEqual([[0, 400], 1, { x: -24, y: -24, w: 548, h: HEAD_ONLY + 48 }]);
  expect(drawn(["a", "c"])).toEqual([[0, 900], 0, { x: -24, y: -24, w: 1048, h: HEAD_ONLY + 48 }]);
  expect(printOf({ scene: new SceneStore(), ruler })).toBeNull();
});

test("all of a note is printed, whatever its card shows of it, and a card is no higher than its picture", () => {
  const scene = new SceneStore();
  const lines = Array.from({ length: 50 }, (_, i) => `Line ${i}`);
  const note = { tone: "note", title: "", kindLabel: "note", lines } as const;
  const card = { tone: "card", title: "A card", kindLabel: "", lines: ["One line."] } as const;
  scene.replace({
    items: [anItem("a", { picture: note, h: 60 }), anItem("b", { x: 500, picture: card, h: 900 })],
    wires: [],
  });
  const print = printOf({ scene, ruler });
  const written = svgOf(print ?? { box: { x: 0, y: 0, w: 0, h: 0 }, commands: [] }, looks);
  for (const line of lines) expect(written).toContain(`>${line}<`);
  const heights = print?.commands.map((command) =>
    command.op === "group" && command.commands[0]?.op === "panel" ? command.commands[0].h : 0,
  );
  expect(heights?.[0]).toBeGreaterThan(50 * 18);
  expect(heights?.[1]).toBeLessThan(100);
  expect(print?.box.h).toBeGreaterThan(heights?.[0] ?? 0);
});
