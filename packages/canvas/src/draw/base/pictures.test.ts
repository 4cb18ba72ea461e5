import fc from "fast-check";
import { expect, test } from "vitest";
import type { Command } from "../../picture/list";
import type { CardPicture, Drawing, PictureBlock } from "../../picture/picture";
import { TextRuler } from "../../picture/text";
import { detailAt } from "./detail";
import { PictureCache } from "./pictures";

const cache = () => new PictureCache(new TextRuler(() => 55));
const column = (name: string, value: string): PictureBlock => ({
  name,
  badge: { letter: name, colour: "v-a", shape: "circle" },
  figure: { value, unit: "pages" },
  bar: [
    { token: "k-use", share: 0.5, pattern: "plain" },
    { token: "k-shadow", share: 0.25, pattern: "diag" },
  ],
  rows: [{ label: "Failures", value: "37", colour: "err" }],
});
const experiment: CardPicture = {
  tone: "card",
  title: "Which one still serves order 9?",
  kindLabel: "experiment",
  state: "ok",
  columns: [column("A", "73,020"), column("B", "71,956")],
};
const size = { w: 428, h: 300 };

const texts = (commands: readonly Command[]): string[] =>
  commands.flatMap((command) => (command.op === "text" ? [command.text] : []));
const count = (commands: readonly Command[], op: Command["op"]): number =>
  commands.filter((command) => command.op === op).length;

test("at full size a card shows head, figures, bars and rows", () => {
  const shown = texts(cache().of(experiment, size, detailAt(1)));
  expect(shown).toEqual(expect.arrayContaining([experiment.title, "experiment", "73,020", "71,956", "37"]));
});

test("below 40 % head, figures and bars are left; below 15 % the name and the state", () => {
  const far = cache().of(experiment, { w: 642, h: 300 }, detailAt(0.39));
  expect(texts(far)).toEqual([experiment.title, "73,020", "71,956"]);
  expect(count(far, "pattern")).toBe(4);
  const block = cache().of(experiment, { w: 642, h: 300 }, detailAt(0.14));
  expect(texts(block)).toHaveLength(1);
  expect(count(block, "pattern")).toBe(0);
  expect(block).toContainEqual(expect.objectContaining({ op: "fill", fill: "ok" }));
});

test("far text keeps its size on the screen, within a quarter of a doubling of the zoom", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.15, max: 0.399, noNaN: true }), (zoom) => {
      const title = cache()
        .of(experiment, { w: 2000, h: 2000 }, detailAt(zoom))
        .find((command) => command.op === "text");
      if (title?.op !== "text") throw new Error("expected a title");
      expect(title.font.size * zoom).toBeGreaterThan(10);
      expect(title.font.size * zoom).toBeLessThan(12.1);
    }),
  );
});

test("nothing is drawn outside of its card, however small", () => {
  const sizes = fc.record({ w: fc.integer({ min: 60, max: 700 }), h: fc.integer({ min: 40, max: 500 }) });
  fc.assert(
    fc.property(sizes, fc.double({ min: 0.1, max: 1, noNaN: true }), (given, zoom) => {
      const detail = detailAt(zoom);
      for (const command of cache().of(experiment, given, detail)) {
        if (command.op === "pattern" || command.op === "fill" || command.op === "panel") {
          expect(command.y + command.h).toBeLessThanOrEqual(given.h + 0.01);
          expect(command.x + command.w).toBeLessThanOrEqual(given.w + 0.01);
        }
      }
    }),
  );
});

test("parts of a bar are as wide as their share", () => {
  const widths = cache()
    .of({ tone: "card", title: "", kindLabel: "", body: column("A", "1") }, { w: 224, h: 300 }, detailAt(1))
    .flatMap((command) => (command.op === "pattern" ? [command.w] : []));
  // 200 px between the paddings, and each part gives 1 px to the gap.
  expect(widths).toEqual([99, 49]);
});

test("a note shows its lines in the note's colours", () => {
  const note: CardPicture = { tone: "note", title: "Note", kindLabel: "note", lines: ["one", "two"] };
  const commands = cache().of(note, { w: 196, h: 92 }, detailAt(1));
  expect(texts(commands)).toEqual(["one", "two"]);
  expect(commands[0]).toMatchObject({ op: "panel", fill: "note" });
});

test("a picture is kept until its data, size or detail changes", () => {
  const kept = cache();
  const first = kept.of(experiment, size, detailAt(1));
  expect(kept.of(experiment, { ...size }, detailAt(0.7))).toBe(first);
  expect(kept.of(experiment, { ...size, h: 310 }, detailAt(1))).not.toBe(first);
  const far = kept.of(experiment, size, detailAt(0.3));
  expect(kept.of(experiment, size, detailAt(0.305))).toBe(far);
  kept.forget();
  expect(kept.of(experiment, size, detailAt(0.305))).not.toBe(far);
});

test("a drawing that is the same at any zoom is made once for all of them", () => {
  let made = 0;
  const drawing = (isSameAtAnyZoom: boolean): Drawing => ({
    tone: "drawing",
    title: "",
    mounts: false,
    isSameAtAnyZoom,
    draw: () => {
      made++;
      return [];
    },
  });
  const kept = cache();
  const [same, scaled] = [drawing(true), drawing(false)];
  for (const zoom of [1, 0.3, 0.14]) kept.of(same, size, detailAt(zoom));
  expect(made).toBe(1);
  for (const zoom of [1, 0.3, 0.14]) kept.of(scaled, size, detailAt(zoom));
  expect(made).toBe(4);
});
