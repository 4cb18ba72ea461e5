import fc from "fast-check";
import { expect, test } from "vitest";
import type { Camera } from "../../camera/camera";
import type { Command, DrawList } from "../../picture/list";
import type { Drawing } from "../../picture/picture";
import { TextRuler } from "../../picture/text";
import { type Box, contains } from "../../plane/geometry";
import type { SceneItem } from "../../scene/item";
import { anItem, aTable } from "../../testing";
import { PictureCache } from "../base/pictures";
import type { Rack } from "./sheet";
import { TILE } from "./tile";
import { Tiles } from "./tiles";

const view = { w: 1000, h: 800 };
/** Pixels between two points at which a pane is looked at. */
const STEP = 32;

/** A plain box of one colour. */
const filled = (fill: string): Drawing => ({
  tone: "drawing",
  title: "",
  mounts: false,
  isSameAtAnyZoom: true,
  draw: (size) => [{ op: "fill", x: 0, y: 0, ...size, fill }],
});

const aBox = (id: string, at: Partial<SceneItem>): SceneItem =>
  anItem(id, { picture: filled(id), w: 120, h: 90, ...at });

/** Draws boxes as a canvas would, but only at some points. */
class Points {
  readonly seen = new Map<string, string>();

  draw({ camera, commands }: DrawList, part: Box = { x: 0, y: 0, w: TILE, h: TILE }): void {
    const { x, y, zoom } = camera ?? { x: 0, y: 0, zoom: 1 };
    for (let top = 0; top < TILE; top += STEP)
      for (let left = 0; left < TILE; left += STEP) {
        if (left < part.x || top < part.y || left >= part.x + part.w || top >= part.y + part.h) continue;
        this.seen.set(`${left} ${top}`, topmost(commands, { x: x + left / zoom, y: y + top / zoom }));
      }
  }
}

function topmost(commands: readonly Command[], at: { x: number; y: number }): string {
  let found = "";
  for (const group of commands) {
    if (group.op !== "group") continue;
    for (const fill of group.commands) {
      if (fill.op !== "fill") continue;
      const [dx, dy] = [at.x - group.x, at.y - group.y];
      if (dx >= 0 && dy >= 0 && dx < fill.w && dy < fill.h) found = fill.fill;
    }
  }
  return found;
}

/** Tiles over a board, with a clock that goes on by `drawingMs` for each tile drawn. */
function aWall(items: readonly SceneItem[], drawingMs = 0) {
  const table = aTable(items);
  const shown = new Map<string, Points>();
  /** Where each sheet's tiles lie on the screen: of the column and row, its left and top edge and its size. */
  const laid = new Map<number, (column: number, row: number) => Box>();
  const drawn: { key: string; part: Box | undefined }[] = [];
  let sheets = 0;
  let now = 0;
  let scale = 0;
  const rack = (): Rack => {
    const sheet = ++sheets;
    return {
      pane(column, row) {
        const key = `${sheet}: ${column} ${row}`;
        const points = new Points();
        return {
          draw(list, part) {
            now += drawingMs;
            drawn.push({ key: `${column} ${row}`, part });
            points.draw(list, part);
          },
          show: (isShown) => (isShown ? shown.set(key, points) : shown.delete(key)),
          remove: () => shown.delete(key),
        };
      },
      place: (x, y, stretch) => {
        scale = stretch;
        const size = TILE * stretch;
        laid.set(sheet, (column, row) => ({ x: x + column * size, y: y + row * size, w: size, h: size }));
      },
      remove: () => {},
    };
  };
  const tiles = new Tiles(rack, () => now);
  const pictures = new PictureCache(new TextRuler(() => 55));
  const hidden = new Set<string>();
  const frame = (camera: Camera = table.board.camera): number | null => {
    now += 16;
    for (const area of table.outdated.splice(0)) tiles.outdate(area);
    return tiles.draw({
      scene: table.board.scene,
      camera,
      view,
      density: 1,
      pictures,
      isHidden: (id) => hidden.has(id),
      isLit: () => false,
      litPort: null,
    });
  };
  /** Until nothing is left for the next frame. */
  const rest = (camera?: Camera): void => {
    for (let n = 0; n < 200; n++) if (frame(camera) !== 0) return;
    throw new Error("It never comes to rest.");
  };
  /** Until nothing is left at all. */
  const restLong = (camera?: Camera): void => {
    for (let n = 0; n < 200; n++) if (frame(camera) === null) return;
    throw new Error("It never comes to rest.");
  };
  const wait = (ms: number): void => {
    now += ms;
  };
  /** What is on the screen, whatever sheet it is on. */
  const picture = () =>
    new Map([...shown].map(([key, points]) => [key.replace(/^\d+: /, ""), [...points.seen].sort()]));
  /** Points of the view that no tile shows. */
  const holes = (): number => {
    const boxes = [...shown.keys()].flatMap((key) => {
      const [sheet, column, row] = key.split(/:? /).map(Number);
      return laid.get(sheet ?? 0)?.(column ?? 0, row ?? 0) ?? [];
    });
    let count = 0;
    for (let y = 0; y < view.h; y += STEP)
      for (let x = 0; x < view.w; x += STEP) if (!boxes.some((box) => contains(box, { x, y }))) count++;
    return count;
  };
  return {
    ...table,
    tiles,
    frame,
    rest,
    restLong,
    wait,
    drawn,
    hidden,
    picture,
    holes,
    stretch: () => scale,
  };
}

const field = (count: number): SceneItem[] =>
  Array.from({ length: count }, (_, n) => aBox(`i${n}`, { x: (n % 20) * 130, y: Math.floor(n / 20) * 100 }));

const place = fc.record({ x: fc.integer({ min: -200, max: 1100 }), y: fc.integer({ min: -200, max: 900 }) });
const edit = fc.oneof(
  fc.record({ kind: fc.constant("move" as const), n: fc.nat(9), to: place }),
  fc.record({ kind: fc.constant("raise" as const), n: fc.nat(9), z: fc.constantFrom("a", "b", "c", "d") }),
  fc.record({ kind: fc.constant("recolour" as const), n: fc.nat(9) }),
  fc.record({ kind: fc.constant("remove" as const), n: fc.nat(9) }),
  fc.record({ kind: fc.constant("drag" as const), n: fc.nat(9), by: place }),
  fc.record({ kind: fc.constant("drop" as const) }),
  fc.record({ kind: fc.constant("pan" as const), by: place }),
  fc.record({ kind: fc.constant("zoom" as const), to: fc.constantFrom(0.3, 0.5, 1, 1.7) }),
);

test("after any edits, moves of the camera and drags the tiles show what drawing it all anew would", () => {
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 10, maxLength: 10 }),
      fc.array(edit, { maxLength: 12 }),
      (at, edits) => {
        const wall = aWall(at.map((to, n) => aBox(`i${n}`, { ...to, z: "b" })));
        const { board } = wall;
        wall.rest();
        for (const [n, each] of edits.entries()) {
          const id = "n" in each ? `i${each.n}` : "";
          const old = board.scene.item(id);
          if (each.kind === "move" && old) board.patch({ items: [{ ...old, ...each.to }] });
          if (each.kind === "raise" && old) board.patch({ items: [{ ...old, z: each.z }] });
          if (each.kind === "recolour" && old) board.patch({ items: [{ ...old, picture: filled(`c${n}`) }] });
          if (each.kind === "remove") board.patch({ removeItems: [id] });
          if (each.kind === "drag" && old) board.dragTo([id], each.by.x, each.by.y);
          if (each.kind === "drop") board.commitDrag();
          if (each.kind === "pan") board.pan(each.by.x, each.by.y);
          if (each.kind === "zoom") board.zoomAbout({ x: 300, y: 300 }, each.to);
          wall.rest();
        }
        const before = wall.picture();
        wall.tiles.forget();
        wall.rest();
        expect(before).toEqual(wall.picture());
      },
    ),
    { numRuns: 25 },
  );
});

test("a pan over what was drawn ahead draws nothing that is in view", () => {
  const wall = aWall(field(200));
  wall.rest();
  wall.drawn.length = 0;
  wall.board.pan(20, 20);
  expect(wall.frame()).not.toBe(0);
  expect(wall.drawn).toEqual([]);
});

test("an edit draws the place it left and the place it took, and no more", () => {
  const wall = aWall(field(200));
  wall.rest();
  wall.drawn.length = 0;
  wall.board.patch({ items: [aBox("i22", { x: 270, y: 110 })] });
  wall.rest();
  expect(wall.drawn).toHaveLength(1);
  const { part } = wall.drawn[0] ?? {};
  // From 260, 100 to 270, 110, with what items may stand out by and a pixel around.
  expect(part).toEqual({ x: 247, y: 87, w: 156, h: 126 });
});

test("what is hidden, mounted for instance, is drawn away", () => {
  const wall = aWall(field(40));
  wall.rest();
  wall.drawn.length = 0;
  wall.hidden.add("i22");
  wall.tiles.outdate(null);
  wall.rest();
  expect(wall.drawn).toHaveLength(1);
  expect(wall.picture().get("0 0")).toContainEqual(["288 128", ""]);
});

test("an edit out of view costs nothing until it is looked at", () => {
  const wall = aWall([...field(40), aBox("away", { x: 9000, y: 9000 })]);
  wall.rest();
  wall.drawn.length = 0;
  wall.board.patch({ items: [aBox("away", { x: 9300, y: 9000 })] });
  wall.rest();
  expect(wall.drawn).toEqual([]);
});

test("while the zoom moves no frame draws for longer than its budget, and the last sheet stays until the next is done", () => {
  const wall = aWall(field(400), 2);
  wall.rest();
  let zoom = 1;
  for (let n = 0; n < 30; n++) {
    zoom *= 0.96;
    wall.drawn.length = 0;
    wall.frame({ x: 0, y: 0, zoom });
    expect(wall.drawn.length).toBeLessThanOrEqual(5);
    expect(wall.picture().size).toBeGreaterThan(0);
  }
  wall.wait(1000);
  wall.rest({ x: 0, y: 0, zoom });
  expect(wall.stretch()).toBe(1);
});

test("one change of the zoom alone is drawn as it is at once", () => {
  const wall = aWall(field(100));
  wall.rest();
  wall.wait(1000);
  wall.frame({ x: 0, y: 0, zoom: 0.5 });
  expect(wall.stretch()).toBe(1);
});

/** Turns of a wheel about the middle of the view, one a frame. */
function goOut(wall: ReturnType<typeof aWall>, to: number): void {
  const { board } = wall;
  while (board.camera.zoom > to) {
    board.zoomAbout({ x: 500, y: 400 }, Math.max(to, board.camera.zoom * 0.95));
    wall.frame();
  }
}

test("on the way out nothing is drawn, and nothing is missing", () => {
  const wall = aWall(field(400));
  wall.restLong();
  wall.drawn.length = 0;
  for (const zoom of [0.8, 0.5, 0.34]) {
    goOut(wall, zoom);
    expect(wall.drawn).toEqual([]);
    expect(wall.holes()).toBe(0);
  }
});

test("the outlook shows what has changed since it was drawn", () => {
  const wall = aWall(field(400));
  wall.restLong();
  wall.board.patch({
    items: [aBox("i22", { x: 1700, y: 1500, w: 300, h: 300, picture: filled("new") })],
    removeItems: ["i250"],
  });
  goOut(wall, 0.35);
  const before = wall.picture();
  expect([...before.values()].flat()).toContainEqual([expect.any(String), "new"]);
  wall.tiles.forget();
  wall.frame();
  expect(before).toEqual(wall.picture());
});

test("who comes back from an outlook sees the board drawn for where they are", () => {
  const wall = aWall(field(400));
  wall.restLong();
  goOut(wall, 0.35);
  wall.wait(1000);
  wall.rest();
  expect(wall.stretch()).toBe(1);
  expect(wall.holes()).toBe(0);
});
