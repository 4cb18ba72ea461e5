import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command } from "../picture/list";
import { TextRuler } from "../picture/text";
import { SceneStore } from "../scene/store";
import { anItem, aTable } from "../testing";
import {
  frameDrawing,
  imageDrawing,
  inkDrawing,
  inkPath,
  type ShapeLook,
  shapeDrawing,
  textDrawing,
} from ".";

const ruler = new TextRuler(() => 50);
const size = { w: 200, h: 100 };
const look: ShapeLook = {
  form: "rectangle",
  colour: "accent",
  fill: "none",
  width: 2,
  isDashed: false,
  start: "top left",
  label: "",
  title: "Rectangle",
};
const texts = (commands: readonly Command[]): string[] =>
  commands.flatMap((command) => (command.op === "text" ? [command.text] : []));

describe("a shape", () => {
  test("is drawn in its colour, tinted or filled", () => {
    const drawn = (given: Partial<ShapeLook>) => shapeDrawing({ ...look, ...given }).draw(size, 1, ruler);
    expect(drawn({})).toMatchObject([{ op: "outlines", stroke: "accent" }]);
    const [face, edge] = drawn({ fill: "soft" });
    expect(face).toMatchObject({ op: "fill", fill: "accent" });
    expect(face?.op === "fill" && (face.alpha ?? 1)).toBeLessThan(0.5);
    expect(edge).toMatchObject({ stroke: "accent" });
    const [round] = drawn({ form: "ellipse", fill: "soft" });
    expect(round).toMatchObject({ op: "path", fill: "accent", stroke: "accent" });
    expect(round?.op === "path" && (round.fillAlpha ?? 1)).toBeLessThan(0.5);
    for (const form of ["rectangle", "ellipse"] as const)
      expect(drawn({ form, isDashed: true })[0]).toHaveProperty("dash");
  });

  test("its label is broken into lines that fit", () => {
    const words = "the zone that is grown by pages of the tag storage";
    const shown = texts(shapeDrawing({ ...look, label: words }).draw(size, 1, ruler));
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.join(" ")).toBe(words);
  });

  test("an empty outline lets a press through, a filled or labelled one does not", () => {
    const at = (given: Partial<ShapeLook>, x: number, y: number) =>
      shapeDrawing({ ...look, ...given }).isAt?.({ x, y }, size, 6);
    expect(at({}, 100, 50)).toBe(false);
    expect(at({}, 2, 50)).toBe(true);
    expect(at({ fill: "soft" }, 100, 50)).toBe(true);
    expect(at({ label: "a" }, 100, 50)).toBe(true);
    expect(at({ form: "arrow", label: "a" }, 20, 90)).toBe(false);
  });
});

test("inside of an empty outline a press means what lies there, else the shape itself", () => {
  const picture = shapeDrawing(look);
  const around = anItem("around", { x: 100, y: 100, w: 400, h: 300, z: "b", picture });
  const { board } = aTable([around, anItem("card", { x: 150, y: 150, z: "a" })]);
  expect(board.hit({ x: 180, y: 180 })).toEqual({ kind: "item", id: "card" });
  expect(board.hit({ x: 400, y: 350 })).toEqual({ kind: "item", id: "around" });
  expect(board.hit({ x: 600, y: 350 })).toEqual({ kind: "board" });
});

describe("ink", () => {
  const points = Array.from({ length: 20 }, (_, i) => ({ x: i * 10, y: 50, pressure: 0.2 + 0.04 * i }));
  const stroke = inkDrawing({ colour: "err", width: 3, drawn: size, points, title: "Ink" });

  test("is an outline that closes, wider where the pen was pressed", () => {
    const path = inkPath(points, 3);
    expect(path).toMatch(/^M.*Z$/);
    const heights = (from: number, to: number) => {
      const pairs = [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(
        ([, x, y]) => [Number(x), Number(y)] as const,
      );
      const near = pairs.filter(([x]) => x >= from && x <= to).map(([, y]) => y);
      return Math.max(...near) - Math.min(...near);
    };
    expect(heights(120, 180)).toBeGreaterThan(heights(10, 70));
  });

  test("its outline is made again for another size, and for no other reason", () => {
    const first = stroke.draw(size, 1, ruler);
    expect(stroke.draw({ ...size }, 4, ruler)).toBe(first);
    expect(stroke.draw({ w: 400, h: 200 }, 4, ruler)).not.toEqual(first);
  });

  test("is hit along the line, also where its item was made larger", () => {
    expect(stroke.isAt?.({ x: 95, y: 52 }, size, 4)).toBe(true);
    expect(stroke.isAt?.({ x: 95, y: 80 }, size, 4)).toBe(false);
    expect(stroke.isAt?.({ x: 190, y: 104 }, { w: 400, h: 200 }, 4)).toBe(true);
  });

  test("a single touch leaves a dot", () => {
    expect(inkPath([{ x: 5, y: 5, pressure: 0.5 }], 3)).toMatch(/^M.*Z$/);
  });
});

describe("a frame", () => {
  const frame = (id: string, x: number, w: number, z = "a") =>
    anItem(id, { x, y: 0, w, h: w, z, picture: frameDrawing(id) });

  test("lies behind everything, whatever its place in the pile", () => {
    const scene = new SceneStore();
    scene.patch({ items: [anItem("card", { z: "a" }), frame("frame", 0, 400, "z")] });
    expect(scene.itemsIn({ x: 0, y: 0, w: 500, h: 500 }).map(({ id }) => id)).toEqual(["frame", "card"]);
  });

  test("owns what has its middle in it, smaller frames too, and nothing owns a frame around it", () => {
    const scene = new SceneStore();
    const inner = frame("inner", 20, 100);
    const over = anItem("over", { x: 380, y: 20 });
    scene.patch({ items: [frame("outer", 0, 400), inner, anItem("in", { x: 340, y: 20 }), over] });
    expect(scene.contentOf("outer").sort()).toEqual(["in", "inner"]);
    expect(scene.contentOf("inner")).toEqual([]);
    expect(scene.contentOf("in")).toEqual([]);
  });

  test("is taken by its edge or its name; a press inside of it is on the board", () => {
    const { board } = aTable([frame("frame", 100, 400)]);
    expect(board.hit({ x: 100, y: 200 })).toEqual({ kind: "item", id: "frame" });
    expect(board.hit({ x: 140, y: -10 })).toEqual({ kind: "item", id: "frame" });
    expect(board.hit({ x: 300, y: 200 })).toEqual({ kind: "board" });
  });

  test("moves with what lies in it, in one drag", () => {
    const { drag, told } = aTable([
      frame("frame", 100, 400),
      anItem("in", { x: 200, y: 200 }),
      anItem("out", { x: 700, y: 9 }),
    ]);
    drag(
      [
        [100, 300],
        [120, 310],
        [150, 340],
      ],
      { ctrl: true },
    );
    const moves = told.find(([name]) => name === "onDragCommitted")?.[1];
    expect(moves).toEqual([
      { id: "frame", x: 150, y: 40 },
      { id: "in", x: 250, y: 240 },
    ]);
  });

  test("its name keeps its size on the screen", () => {
    const name = (unit: number) =>
      frameDrawing("Slide")
        .draw(size, unit, ruler)
        .find(({ op }) => op === "text");
    expect(name(4)).toMatchObject({ font: { size: 48 }, text: "Slide" });
  });
});

test("a picture is drawn over the whole box", () => {
  const commands = imageDrawing("/api/x", "Graph").draw(size, 1, ruler);
  expect(commands.at(-1)).toEqual({ op: "image", href: "/api/x", x: 0, y: 0, ...size });
});

test("a text's words are all drawn, headings larger", () => {
  const drawing = textDrawing({
    lines: [
      { text: "Why", isBold: true, scale: 1.4 },
      { text: "because of the pages below the zone", isBold: false, scale: 1 },
    ],
    size: 14,
    colour: "ink",
    title: "Why",
  });
  const commands = drawing.draw({ w: 90, h: 200 }, 1, ruler);
  expect(texts(commands).join(" ")).toBe("Why because of the pages below the zone");
});

test("what says so is drawn the same at any zoom", () => {
  const look = {
    form: "rectangle",
    colour: "ink",
    fill: "soft",
    width: 2,
    isDashed: false,
    start: "top left",
    label: "zone",
    title: "zone",
  } as const;
  const line = { text: "zone", isBold: false, scale: 1 };
  const drawings = [
    shapeDrawing(look),
    textDrawing({ lines: [line], size: 14, colour: "ink", title: "zone" }),
    imageDrawing("/api/x", "Graph"),
    frameDrawing("Slide"),
  ];
  for (const drawing of drawings) {
    const isSame =
      JSON.stringify(drawing.draw(size, 1, ruler)) === JSON.stringify(drawing.draw(size, 4, ruler));
    expect(isSame).toBe(drawing.isSameAtAnyZoom === true);
  }
});

test("no word stands out of its item farther than the item says", () => {
  const word = fc.stringMatching(/^[a-z]{1,40}$/);
  const words = fc.array(word, { minLength: 1, maxLength: 30 }).map((all) => all.join(" "));
  const box = fc.record({ w: fc.integer({ min: 1, max: 400 }), h: fc.integer({ min: 1, max: 300 }) });
  const form = fc.constantFrom<ShapeLook["form"]>("rectangle", "ellipse", "diamond", "line", "arrow");
  fc.assert(
    fc.property(words, box, form, fc.boolean(), (text, size, form, isShape) => {
      const drawing = isShape
        ? shapeDrawing({ ...look, form, label: text })
        : textDrawing({ lines: [{ text, isBold: false, scale: 1.4 }], size: 14, colour: "ink", title: "" });
      const out = drawing.overhang?.(size, 1) ?? 0;
      for (const command of drawing.draw(size, 1, ruler)) {
        if (command.op !== "text") continue;
        const width = ruler.width(command.text, command.font);
        const left = command.align === "center" ? command.x - width / 2 : command.x;
        expect(left).toBeGreaterThanOrEqual(-out);
        expect(left + width).toBeLessThanOrEqual(size.w + out);
        expect(command.y - command.font.size).toBeGreaterThanOrEqual(-out);
        expect(command.y + command.font.size * 0.3).toBeLessThanOrEqual(size.h + out);
      }
    }),
  );
});
