import fc from "fast-check";
import { expect, test } from "vitest";
import { type Camera, viewBox } from "../camera/camera";
import { flagsOverlay } from "../drawings/flags";
import type { Command } from "../picture/list";
import { TextRuler } from "../picture/text";
import { SceneStore } from "../scene/store";
import { anItem, aPort, aWire } from "../testing";
import { type BaseQuestion, baseList, dotStep, stampsIn } from "./base/base";
import { PictureCache } from "./base/pictures";
import { type OverlayQuestion, overlayList } from "./overlay/overlay";

const ruler = new TextRuler(() => 55);
const view = { w: 1000, h: 800 };
const camera: Camera = { x: 0, y: 0, zoom: 1 };
const ends = [aPort("in", "in"), aPort("out", "out", { wired: true })];

function aScene(): SceneStore {
  const scene = new SceneStore();
  scene.replace({
    items: [
      anItem("back", { z: "a", ports: ends }),
      anItem("front", { x: 400, z: "b", ports: ends }),
      anItem("away", { x: 5000 }),
    ],
    wires: [aWire("w", "back", "front")],
  });
  return scene;
}

const base = (given: Partial<BaseQuestion> = {}, at = camera): readonly Command[] =>
  baseList(
    stampsIn(viewBox(at, view), at.zoom, {
      scene: aScene(),
      pictures: new PictureCache(ruler),
      isHidden: () => false,
      isLit: () => false,
      litPort: null,
      ...given,
    }),
    at,
  ).commands;

const overlay = (given: Partial<OverlayQuestion> = {}): readonly Command[] =>
  overlayList({
    scene: aScene(),
    camera,
    view,
    ruler,
    mounted: new Set<string>(),
    selection: { items: [], wires: [] },
    peers: [],
    cursors: [],
    drawnPins: null,
    drawnOver: null,
    brush: null,
    ghost: null,
    draft: null,
    litPort: null,
    sketch: null,
    traces: [],
    guides: [],
    handles: null,
    ...given,
  }).commands;

const places = (commands: readonly Command[]): number[] =>
  commands.flatMap((command) => (command.op === "group" ? [command.x] : []));

test("wires come first, then the items in view from back to front", () => {
  const commands = base();
  expect(commands[0]?.op).toBe("curves");
  expect(places(commands)).toEqual([0, 400]);
});

test("a mounted card is not drawn; on the overlay lie the ports of what is ringed, and of what a wire would end at", () => {
  const mounted = new Set(["front"]);
  const shapes = (given: Partial<OverlayQuestion>) =>
    overlay({ mounted, ...given }).filter(({ op }) => op === "shape");
  expect(places(base({ isHidden: (id) => mounted.has(id) }))).toEqual([0]);
  expect(overlay({ mounted })).toEqual([]);
  expect(shapes({ selection: { items: ["front"], wires: [] } })).toHaveLength(2);
  expect(shapes({ litPort: { item: "front", port: "in" } })).toHaveLength(2);
});

test("ports are hollow when free and filled when wired", () => {
  const shapes = base().flatMap((command) => (command.op === "shape" ? [command.fill] : []));
  expect(shapes.slice(0, 2)).toEqual(["surface", "ink-2"]);
});

test("below 40 % there are no ports", () => {
  expect(base({}, { ...camera, zoom: 0.39 }).some(({ op }) => op === "shape")).toBe(false);
});

test("a lit wire is accent, one in error is err, others are line-strong", () => {
  const strokes = (commands: readonly Command[]): string[] =>
    commands.flatMap((command) => (command.op === "curves" ? [command.stroke] : []));
  expect(strokes(base())).toEqual(["line-strong"]);
  expect(strokes(base({ isLit: () => true }))).toEqual(["accent"]);
  const scene = aScene();
  scene.patch({ wires: [{ ...aWire("w", "back", "front"), tone: "err" }] });
  expect(strokes(base({ scene }))).toEqual(["err"]);
});

test("own and another's ring nest, with the name at the top left", () => {
  const peers = [{ name: "Ann", colour: "p-1", selection: ["front"] }];
  const commands = overlay({ peers, selection: { items: ["front"], wires: [] } });
  const rings = commands.flatMap((command) => (command.op === "outlines" ? [command] : []));
  const outer = rings.find(({ stroke }) => stroke === "p-1")?.boxes[0];
  const own = rings.find(({ stroke }) => stroke === "accent")?.boxes[0];
  expect(outer?.x).toBeLessThan(own?.x ?? Number.NEGATIVE_INFINITY);
  const name = commands.find((command) => command.op === "text" && command.text === "Ann");
  if (name?.op !== "text") throw new Error("expected the name");
  expect(name.y).toBeLessThan(0);
});

test("rings follow what is being moved", () => {
  const scene = aScene();
  scene.setOffsets(new Map([["front", { x: 50, y: 0 }]]));
  const [ring] = overlay({ scene, selection: { items: ["front"], wires: [] } });
  expect(ring?.op === "outlines" && ring.boxes[0]?.x).toBe(447);
});

test("a cursor at rest is pale and without its name", () => {
  const cursor = { id: "ann", name: "Ann", colour: "p-1", at: { x: 10, y: 10 }, isResting: false };
  expect(overlay({ cursors: [cursor] }).map(({ op }) => op)).toEqual(["pointer", "fill", "text"]);
  const [resting, ...more] = overlay({ cursors: [{ ...cursor, isResting: true }] });
  expect(resting?.op === "pointer" && resting.alpha).toBeLessThan(1);
  expect(more).toEqual([]);
});

test("dots keep a distance on the screen and stand on the 20 px grid", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 4, noNaN: true }), (zoom) => {
      const step = dotStep(zoom);
      expect(step % 20).toBe(0);
      expect(step * zoom).toBeGreaterThanOrEqual(14);
      expect(step === 20 || step * zoom < 28).toBe(true);
    }),
  );
});

test("a flag outlines its item, or the place of one that is not here, with letter and word; far away the letter alone", () => {
  const flags = [
    { at: "front", letter: "C", label: "changed since", colour: "warn", dashed: false },
    { at: { x: 50, y: 60, w: 70, h: 80 }, letter: "A", label: "added since", colour: "ok", dashed: true },
    { at: "nowhere", letter: "R", label: "removed since", colour: "err", dashed: false },
  ];
  const words = (commands: readonly Command[]) =>
    commands.flatMap((command) => (command.op === "text" ? [command.text] : []));
  const near = overlay({ drawnOver: flagsOverlay(flags) });
  expect(words(near)).toEqual(["C changed since", "A added since"]);
  expect(near.flatMap((command) => (command.op === "outlines" ? [command.dash !== undefined] : []))).toEqual([
    false,
    true,
  ]);
  expect(words(overlay({ drawnOver: flagsOverlay(flags), camera: { ...camera, zoom: 0.1 } }))).toEqual([
    "C",
    "A",
  ]);
});
