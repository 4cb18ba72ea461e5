import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Corner } from "../../board/tool";
import type { Trace } from "../../people/peer";
import type { Command } from "../../picture/list";
import { TextRuler } from "../../picture/text";
import { anItem, aTable } from "../../testing";
import { inkDrawing, shapeDrawing } from "..";
import type { InkPoint } from "../ink";
import { eraserTool } from "./eraser";
import { inkTool } from "./ink";
import { laserTool } from "./laser";

const ruler = new TextRuler(() => 50);
type Table = ReturnType<typeof aTable>;
const sketch = ({ board }: Table): readonly Command[] => board.marks.sketch?.(board.camera, ruler) ?? [];

describe("placing by a drag", () => {
  const tool = { name: "place", kind: "shape", w: 160, h: 100, spans: "box" } as const;
  const placed = ({ told }: Table) => told.find(([name]) => name === "onPlace")?.slice(1);

  test("spans the item from corner to corner, in any direction", () => {
    const table = aTable([]);
    table.board.setTool(tool);
    table.drag([
      [300, 200],
      [200, 150],
      [100, 120],
    ]);
    expect(placed(table)).toEqual(["shape", { x: 100, y: 120, w: 200, h: 80 }, "bottom right"]);
    expect(table.board.tool).toEqual({ name: "select" });
  });

  test("with Shift a square; a click makes one of the usual size", () => {
    const table = aTable([]);
    table.board.setTool(tool);
    table.drag(
      [
        [100, 100],
        [220, 130],
      ],
      { shift: true },
    );
    expect(placed(table)?.[1]).toEqual({ x: 100, y: 100, w: 120, h: 120 });
    const other = aTable([]);
    other.board.setTool(tool);
    other.click(400, 300);
    expect(placed(other)?.[1]).toEqual({ x: 320, y: 250, w: 160, h: 100 });
  });

  test("shows what will be there, and Escape leaves nothing", () => {
    const table = aTable([]);
    const drawn = (start: Corner) =>
      shapeDrawing({
        form: "line",
        colour: "ink",
        fill: "none",
        width: 2,
        isDashed: false,
        start,
        label: "",
        title: "Line",
      });
    table.board.setTool({ ...tool, spans: "line", sketch: drawn });
    table.machine.down(table.at(300, 100));
    table.machine.move(table.at(100, 150));
    expect(sketch(table)).toMatchObject([{ op: "group", x: 100, y: 100, commands: [{ d: "M200 0L0 50" }] }]);
    table.machine.cancel();
    expect(sketch(table)).toEqual([]);
    expect(placed(table)).toBeUndefined();
  });
});

describe("ink", () => {
  function drawing(mostPoints = 100) {
    const [strokes, traces]: [(readonly InkPoint[])[], (Trace | null)[]] = [[], []];
    const table = aTable([]);
    table.board.setTool(
      inkTool({
        colour: "err",
        width: 3,
        mostPoints,
        onTrace: (trace) => traces.push(trace),
        onStroke: (points) => strokes.push(points),
      }),
    );
    return { table, strokes, traces };
  }

  test("is one stroke with all the places of the pen, and the pen stays in hand", () => {
    const { table, strokes, traces } = drawing();
    table.machine.down(table.at(100, 100, { pressure: 0.2 }));
    const trail = [110, 120, 130].map((x) => ({ screen: { x, y: 105 }, pressure: 0.6 }));
    table.machine.move(table.at(130, 105, { trail }));
    expect(sketch(table)).toMatchObject([{ op: "path", fill: "err" }]);
    expect(traces.at(-1)?.points).toEqual([100, 100, 110, 105, 120, 105, 130, 105]);
    table.machine.up(table.at(130, 105));
    expect(strokes).toEqual([
      [{ x: 100, y: 100, pressure: 0.2 }, ...[110, 120, 130].map((x) => ({ x, y: 105, pressure: 0.6 }))],
    ]);
    expect(traces.at(-1)).toBeNull();
    expect(sketch(table)).toEqual([]);
    expect(table.board.tool.name).toBe("own");
  });

  test("a stroke without end is cut into several that meet", () => {
    const { table, strokes } = drawing(10);
    table.drag(Array.from({ length: 25 }, (_, i) => [10 + 5 * i, 50] as const));
    expect(strokes.length).toBeGreaterThan(1);
    for (const stroke of strokes) expect(stroke.length).toBeLessThanOrEqual(10);
    expect(strokes[1]?.[0]).toEqual(strokes[0]?.at(-1));
  });

  test("Escape throws the stroke away", () => {
    const { table, strokes, traces } = drawing();
    table.machine.down(table.at(10, 10));
    table.machine.move(table.at(60, 10));
    table.machine.cancel();
    expect(strokes).toEqual([]);
    expect(traces.at(-1)).toBeNull();
  });
});

describe("the eraser", () => {
  const points = [
    { x: 0, y: 0, pressure: 0.5 },
    { x: 100, y: 60, pressure: 0.5 },
  ];
  const picture = inkDrawing({ colour: "ink", width: 2, drawn: { w: 100, h: 60 }, points, title: "Ink" });
  const ink = (id: string, x: number, given = {}) =>
    anItem(id, { kind: "ink", x, y: 100, picture, ...given });

  test("takes the strokes it passes over, and neither cards nor what is locked", () => {
    const table = aTable([
      ink("a", 100),
      ink("b", 300),
      ink("locked", 500, { movable: false }),
      anItem("card", { x: 700, y: 100 }),
    ]);
    const erased: (readonly string[])[] = [];
    table.board.setTool(eraserTool("ink", (ids) => erased.push(ids)));
    table.machine.down(table.at(90, 130));
    table.machine.move(table.at(420, 130));
    expect([...table.board.marks.erased]).toEqual(["a", "b"]);
    table.machine.move(table.at(800, 130));
    expect(erased).toEqual([]);
    table.machine.up(table.at(800, 130));
    expect(erased).toEqual([["a", "b"]]);
    expect(table.board.marks.erased.size).toBe(0);
  });

  test("Escape brings back what it passed over", () => {
    const table = aTable([ink("a", 100)]);
    const erased: (readonly string[])[] = [];
    table.board.setTool(eraserTool("ink", (ids) => erased.push(ids)));
    table.machine.down(table.at(90, 130));
    table.machine.move(table.at(220, 130));
    table.machine.cancel();
    expect([erased, table.board.marks.erased.size]).toEqual([[], 0]);
  });
});

describe("the laser", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("requestAnimationFrame", (frame: () => void) => setTimeout(frame, 16));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test("lights where it points, fades by itself and tells the others both", () => {
    const traces: (Trace | null)[] = [];
    const table = aTable([]);
    table.board.setTool(laserTool({ colour: "p-2", onTrace: (trace) => traces.push(trace) }));
    table.drag([
      [10, 10],
      [50, 20],
      [90, 10],
    ]);
    vi.advanceTimersByTime(100);
    expect(traces.at(-1)).toMatchObject({ kind: "laser", colour: "p-2", points: [10, 10, 50, 20, 90, 10] });
    expect(sketch(table).length).toBeGreaterThan(0);
    vi.advanceTimersByTime(2000);
    expect(traces.at(-1)).toBeNull();
    expect(sketch(table)).toEqual([]);
    const count = traces.length;
    vi.advanceTimersByTime(2000);
    expect(traces).toHaveLength(count);
  });
});
