import { describe, expect, test, vi } from "vitest";
import { anItem, aPort, aTable, aWire } from "../testing";

const three = [
  anItem("a", { x: 100, y: 100 }),
  anItem("b", { x: 300, y: 100 }),
  anItem("fixed", { x: 500, y: 100, movable: false }),
];
const selected = (table: ReturnType<typeof aTable>): readonly string[] => table.board.selection.current.items;

describe("selecting", () => {
  test("a click selects, another elsewhere moves the selection, one on the board clears it", () => {
    const table = aTable(three);
    table.click(110, 110);
    expect(selected(table)).toEqual(["a"]);
    table.click(310, 110);
    expect(selected(table)).toEqual(["b"]);
    table.click(900, 700);
    expect(selected(table)).toEqual([]);
    expect(table.told.filter(([name]) => name === "onSelection")).toHaveLength(3);
  });

  test("with Shift a click adds and takes away, and the board keeps what was selected", () => {
    const table = aTable(three);
    table.click(110, 110);
    table.click(310, 110, { shift: true });
    expect(selected(table)).toEqual(["a", "b"]);
    table.click(110, 110, { shift: true });
    expect(selected(table)).toEqual(["b"]);
    table.click(900, 700, { shift: true });
    expect(selected(table)).toEqual(["b"]);
  });

  test("a click on one of several selected leaves that one", () => {
    const table = aTable(three);
    table.board.select(["a", "b"]);
    table.click(110, 110);
    expect(selected(table)).toEqual(["a"]);
  });

  test("a brush selects what it touches; Escape gives back what was selected", () => {
    const table = aTable(three);
    table.board.select(["fixed"]);
    table.drag([
      [50, 50],
      [200, 200],
      [320, 120],
    ]);
    expect(selected(table)).toEqual(["a", "b"]);
    expect(table.board.marks.brush).toBe(null);
    table.machine.down(table.at(50, 50, { shift: true }));
    table.machine.move(table.at(600, 200, { shift: true }));
    // What is locked is selected by a click, not by a brush that passes over it.
    expect(selected(table)).toEqual(["a", "b"]);
    expect(table.machine.cancel()).toBe(true);
    expect(selected(table)).toEqual(["a", "b"]);
  });

  test("a wire is selected by a click on its curve", () => {
    const ends = [aPort("in", "in"), aPort("out", "out")];
    const items = [anItem("a", { ports: ends }), anItem("b", { x: 400, ports: ends })];
    const table = aTable(items, [aWire("w", "a", "b")]);
    table.click(250, 20);
    expect(table.board.selection.current).toEqual({ items: [], wires: ["w"] });
    table.board.patch({ removeWires: ["w"] });
    expect(table.board.selection.current).toEqual({ items: [], wires: [] });
  });

  test("two clicks open an item where it was clicked; slow or distant ones don't", () => {
    const table = aTable(three);
    const opened = () => table.told.filter(([name]) => name === "onOpen");
    table.click(110, 120);
    table.wait(500);
    table.click(110, 120);
    table.click(150, 130);
    expect(opened()).toEqual([]);
    table.click(150, 130);
    expect(opened()).toEqual([["onOpen", "a", { x: 50, y: 30 }]]);
    table.click(150, 130);
    expect(opened()).toHaveLength(1);
  });
});

describe("moving", () => {
  test("a press that wanders by less than 4 px is a click", () => {
    const table = aTable(three);
    table.drag([
      [110, 110],
      [112, 112],
    ]);
    expect(table.told.some(([name]) => name === "onDragCommitted")).toBe(false);
    expect(table.board.scene.boxOf("a")?.x).toBe(100);
  });

  test("a drag takes along all that is selected and may be moved", () => {
    const table = aTable(three);
    table.board.select(["a", "b", "fixed"]);
    table.drag([
      [110, 110],
      [120, 115],
      [140, 120],
    ]);
    expect(table.told.at(-1)).toEqual([
      "onDragCommitted",
      [
        { id: "a", x: 130, y: 110 },
        { id: "b", x: 330, y: 110 },
      ],
    ]);
    expect(table.board.scene.boxOf("b")).toEqual({ x: 330, y: 110, w: 100, h: 60 });
    expect(table.board.scene.boxOf("fixed")?.x).toBe(500);
  });

  test("a drag of something else selects that and moves it alone", () => {
    const table = aTable(three);
    table.board.select(["b"]);
    table.drag([
      [110, 110],
      [160, 110],
    ]);
    expect(selected(table)).toEqual(["a"]);
    expect(table.board.scene.boxOf("b")?.x).toBe(300);
  });

  test("until the end a drag is a preview: the scene's own items stay", () => {
    const table = aTable(three);
    table.machine.down(table.at(110, 110));
    table.machine.move(table.at(160, 110));
    expect(table.board.scene.boxOf("a")?.x).toBe(150);
    expect(table.board.scene.item("a")?.x).toBe(100);
    expect(table.machine.cancel()).toBe(true);
    expect(table.board.scene.boxOf("a")?.x).toBe(100);
    expect(table.told.at(-1)).toEqual(["onDragCancelled"]);
    table.machine.up(table.at(160, 110));
    expect(table.board.scene.boxOf("a")?.x).toBe(100);
  });

  test("with Shift along one axis", () => {
    const table = aTable(three);
    table.drag(
      [
        [110, 110],
        [150, 130],
      ],
      { shift: true },
    );
    expect(table.board.scene.boxOf("a")).toMatchObject({ x: 140, y: 100 });
  });

  test("a drag moves board pixels, whatever the zoom", () => {
    const table = aTable(three);
    table.board.setCamera({ x: 0, y: 0, zoom: 0.5 });
    table.drag([
      [55, 55],
      [105, 55],
    ]);
    expect(table.board.scene.boxOf("a")?.x).toBe(200);
  });

  test("held at the edge the view moves on and the item with it", () => {
    const table = aTable(three);
    table.machine.down(table.at(110, 110));
    table.machine.move(table.at(1000, 110));
    expect(table.machine.step(100)).toBe(true);
    expect(table.board.camera.x).toBeGreaterThan(0);
    expect(table.board.scene.boxOf("a")?.x).toBe(100 + Math.round(890 + table.board.camera.x));
    table.machine.move(table.at(500, 110));
    expect(table.machine.step(100)).toBe(false);
  });

  test("an item removed by another person in the middle of a drag is not committed", () => {
    const table = aTable(three);
    table.board.select(["a", "b"]);
    table.machine.down(table.at(110, 110));
    table.machine.move(table.at(160, 110));
    table.board.patch({ removeItems: ["a"] });
    table.machine.up(table.at(160, 110));
    expect(table.told.at(-1)).toEqual(["onDragCommitted", [{ id: "b", x: 350, y: 100 }]]);
  });
});

describe("panning", () => {
  test.each([
    ["middle button", { button: 1 }],
    ["hand", {}],
    ["space", {}],
  ] as const)("by %s, over items too", (way, given) => {
    const table = aTable(three);
    if (way === "hand") table.board.setTool({ name: "hand" });
    table.machine.isSpaceHeld = way === "space";
    table.drag(
      [
        [110, 110],
        [60, 80],
      ],
      given,
    );
    expect(table.board.camera).toEqual({ x: 50, y: 30, zoom: 1 });
    expect(selected(table)).toEqual([]);
  });

  test("one finger pans on empty ground and moves items", () => {
    const table = aTable(three);
    const touch = { isTouch: true };
    table.drag(
      [
        [800, 600],
        [700, 600],
      ],
      touch,
    );
    expect(table.board.camera.x).toBe(100);
    table.drag(
      [
        [10, 110],
        [60, 110],
      ],
      touch,
    );
    expect(table.board.scene.boxOf("a")?.x).toBe(150);
  });

  test("two fingers zoom about the point between them and give up what one had begun", () => {
    const table = aTable(three);
    const finger = (id: number, x: number, y: number) => table.at(x, y, { id, isTouch: true });
    table.machine.down(finger(1, 110, 110));
    table.machine.move(finger(1, 160, 110));
    table.machine.down(finger(2, 360, 110));
    expect(table.machine.name).toBe("pinching");
    expect(table.told.at(-1)).toEqual(["onDragCancelled"]);
    const held = table.board.toBoard({ x: 260, y: 110 });
    table.machine.move(finger(1, 60, 110));
    table.machine.move(finger(2, 460, 110));
    expect(table.board.camera.zoom).toBeCloseTo(2, 9);
    expect(table.board.toBoard({ x: 260, y: 110 }).x).toBeCloseTo(held.x, 9);
    table.machine.up(finger(2, 460, 110));
    expect(table.machine.name).toBe("panning");
    table.machine.up(finger(1, 60, 110));
    expect(table.machine.name).toBe("idle");
  });

  test("who may only read pans from anywhere, selects by a tap, and changes nothing", () => {
    const table = aTable(three);
    table.board.mode = "read";
    table.drag(
      [
        [110, 110],
        [60, 110],
      ],
      { isTouch: true },
    );
    expect(table.board.camera.x).toBe(50);
    table.click(60, 110, { isTouch: true });
    expect(selected(table)).toEqual(["a"]);
    expect(table.board.movable()).toEqual([]);
    expect(table.told.some(([name]) => name === "onDragCommitted")).toBe(false);
  });
});

describe("placing", () => {
  test("a click asks for an item around it and returns to select", () => {
    const table = aTable(three);
    table.board.setTool({ name: "place", kind: "profile", w: 362, h: 420 });
    table.machine.move(table.at(600, 500));
    expect(table.board.marks.ghost).toEqual({ x: 419, y: 290, w: 362, h: 420 });
    table.click(600, 500);
    expect(table.told.at(-1)).toEqual(["onPlace", "profile", { x: 419, y: 290, w: 362, h: 420 }, "top left"]);
    expect(table.board.tool).toEqual({ name: "select" });
    expect(table.board.marks.ghost).toBe(null);
  });

  test("over an item too: the note lies on it", () => {
    const table = aTable(three);
    table.board.setTool({ name: "note" });
    table.click(110, 110);
    expect(table.told.at(-1)?.slice(0, 2)).toEqual(["onPlace", "note"]);
    expect(selected(table)).toEqual([]);
  });
});

describe("wiring", () => {
  const out = anItem("out", { ports: [aPort("o", "out")] });
  const into = anItem("into", {
    x: 400,
    h: 200,
    ports: [
      aPort("hw", "in", { type: "profile" }),
      aPort("A", "in", { offsetY: 80, wired: true }),
      aPort("B", "in", { offsetY: 140 }),
    ],
  });
  const end = (item: string, port: string) => ({ item, port });
  const canWire = vi.fn((_: unknown, to: { port: string }) =>
    to.port === "B" ? null : to.port === "A" ? "A is taken." : "That takes a profile.",
  );
  const wired = () => aTable([out, into], [], { canWire });

  test("from port to port", () => {
    const table = wired();
    table.drag([
      [100, 20],
      [300, 100],
      [405, 138],
    ]);
    expect(table.told.at(-1)).toEqual(["onWire", end("out", "o"), end("into", "B")]);
    expect(table.board.marks).toMatchObject({ draft: null, litPort: null });
  });

  test("begun at the in port it is the same wire", () => {
    const table = wired();
    table.drag([
      [400, 140],
      [300, 100],
      [100, 20],
    ]);
    expect(table.told.at(-1)).toEqual(["onWire", end("out", "o"), end("into", "B")]);
  });

  test("on a port that is not free it snaps back and says why, at the drop", () => {
    const table = wired();
    table.drag([
      [100, 20],
      [300, 100],
      [400, 80],
    ]);
    expect(table.told.at(-1)).toEqual(["onWireRefused", "A is taken.", { x: 400, y: 80 }]);
  });

  test("on the ground of an item it finds the nearest port that is allowed", () => {
    const table = wired();
    table.drag([
      [100, 20],
      [300, 100],
      [460, 60],
    ]);
    expect(table.told.at(-1)).toEqual(["onWire", end("out", "o"), end("into", "B")]);
  });

  test("when none is allowed the reason is that of the nearest port of its type", () => {
    const table = aTable([out, into], [], { canWire: (_, to) => `${to.port} is taken.` });
    table.drag([
      [100, 20],
      [300, 100],
      [460, 40],
    ]);
    expect(table.told.at(-1)).toEqual(["onWireRefused", "A is taken.", { x: 460, y: 40 }]);
  });

  test("on an item without a fitting port it says so; on the board it says nothing", () => {
    const table = aTable([out, anItem("plain", { x: 400 })]);
    table.drag([
      [100, 20],
      [300, 100],
      [450, 30],
    ]);
    expect(table.told.at(-1)?.[0]).toBe("onWireRefused");
    const before = table.told.length;
    table.drag([
      [100, 20],
      [300, 100],
      [300, 400],
    ]);
    expect(table.told.length).toBe(before);
  });

  test("while it hangs the draft ends at the pointer, then at the port it would take", () => {
    const table = wired();
    table.machine.down(table.at(100, 20));
    table.machine.move(table.at(250, 300));
    expect(table.board.marks.draft?.to).toEqual({ x: 250, y: 300 });
    table.machine.move(table.at(460, 150));
    expect(table.board.marks.litPort).toEqual(end("into", "B"));
    expect(table.board.marks.draft?.to).toEqual({ x: 400, y: 140 });
    table.machine.cancel();
    expect(table.board.marks).toMatchObject({ draft: null, litPort: null });
  });

  test("the connector wires from anywhere on an item, and by two clicks", () => {
    const table = wired();
    table.board.setTool({ name: "connector" });
    table.click(30, 40);
    expect(table.machine.name).toBe("wiring");
    table.machine.move(table.at(440, 150));
    table.click(440, 150);
    expect(table.told.at(-1)).toEqual(["onWire", end("out", "o"), end("into", "B")]);
    expect(table.machine.name).toBe("idle");
  });

  test("with the select tool a click on a port selects its item", () => {
    const table = wired();
    table.click(100, 20);
    expect(selected(table)).toEqual(["out"]);
    expect(table.machine.name).toBe("idle");
  });
});

describe("hovering", () => {
  test("is told when it changes, and shows by the cursor what a press would do", () => {
    const table = aTable([anItem("a", { ports: [aPort("out", "out")] })]);
    table.machine.move(table.at(50, 50));
    table.machine.move(table.at(52, 50));
    expect(table.told.filter(([name]) => name === "onHover")).toEqual([
      ["onHover", { kind: "item", id: "a" }],
    ]);
    expect(table.machine.cursor).toBe("default");
    table.machine.move(table.at(100, 20));
    expect(table.machine.cursor).toBe("crosshair");
    table.machine.isSpaceHeld = true;
    expect(table.machine.cursor).toBe("grab");
  });
});

describe("groups", () => {
  const grouped = [
    anItem("a", { x: 100, y: 100, group: "g" }),
    anItem("b", { x: 300, y: 100, group: "g" }),
    anItem("c", { x: 500, y: 100 }),
  ];

  test("a click takes the whole group, with Ctrl the one item, with Shift it comes and goes as one", () => {
    const table = aTable(grouped);
    table.click(110, 110);
    expect(selected(table)).toEqual(["a", "b"]);
    table.click(310, 110, { ctrl: true });
    expect(selected(table)).toEqual(["b"]);
    table.click(510, 110);
    table.click(110, 110, { shift: true });
    expect(selected(table)).toEqual(["c", "a", "b"]);
    table.click(310, 110, { shift: true });
    expect(selected(table)).toEqual(["c"]);
  });

  test("a brush that touches one takes its group, and what left the group is no part of it", () => {
    const table = aTable(grouped);
    table.drag([
      [50, 50],
      [150, 150],
    ]);
    expect(selected(table)).toEqual(["a", "b"]);
    table.board.patch({ items: [anItem("b", { x: 300, y: 100 })] });
    table.wait(1000);
    table.click(110, 110);
    expect(selected(table)).toEqual(["a"]);
  });
});

describe("resizing", () => {
  const card = { axes: "width", least: { w: 60, h: 20 } } as const;
  const resizedTo = (table: ReturnType<typeof aTable>) => table.told.filter(([name]) => name === "onResized");

  test("the edge of the one selected item is dragged, and told once", () => {
    const table = aTable([anItem("a", { x: 100, y: 100, resizing: card })]);
    table.board.select(["a"]);
    table.drag([
      [200, 130],
      [230, 130],
      [260, 140],
    ]);
    expect(resizedTo(table)).toEqual([["onResized", "a", { x: 100, y: 100, w: 160, h: 60 }]]);
    expect(table.board.scene.boxOf("a")).toEqual({ x: 100, y: 100, w: 160, h: 60 });
  });

  test("Escape gives the old box back and tells nothing", () => {
    const table = aTable([anItem("a", { x: 100, y: 100, resizing: card })]);
    table.board.select(["a"]);
    table.machine.down(table.at(200, 130));
    table.machine.move(table.at(260, 130));
    expect(table.board.scene.boxOf("a")?.w).toBe(160);
    table.machine.cancel();
    expect(table.board.scene.boxOf("a")?.w).toBe(100);
    expect(resizedTo(table)).toEqual([]);
  });

  test("neither two items, nor a locked one, nor one only looked at has handles", () => {
    const two = ["a", "b"].map((id, i) => anItem(id, { x: i * 300, resizing: card, movable: id === "a" }));
    const table = aTable(two);
    for (const ids of [["a", "b"], ["b"]]) {
      table.board.select(ids);
      expect(table.board.resizable()).toBeNull();
    }
    table.board.select(["a"]);
    table.board.mode = "read";
    expect(table.board.resizable()).toBeNull();
  });

  test("a dragged edge snaps to another item's, with Ctrl it does not", () => {
    const table = aTable([anItem("a", { resizing: card }), anItem("b", { x: 150, y: 300 })]);
    table.board.select(["a"]);
    table.drag([
      [100, 30],
      [147, 30],
    ]);
    expect(table.board.scene.boxOf("a")?.w).toBe(150);
    table.drag(
      [
        [150, 30],
        [153, 30],
        [147, 30],
      ],
      { ctrl: true },
    );
    expect(table.board.scene.boxOf("a")?.w).toBe(147);
  });
});

describe("snapping", () => {
  test("a dragged item comes to lie on another's edge with guides, which go with the release", () => {
    const table = aTable([anItem("a", { x: 100, y: 100 }), anItem("b", { x: 400, y: 300 })]);
    table.machine.down(table.at(110, 110));
    table.machine.move(table.at(250, 307));
    expect(table.board.dragged).toMatchObject({ dx: 140, dy: 200 });
    expect(table.board.marks.guides.length).toBeGreaterThan(0);
    table.machine.up(table.at(250, 307));
    expect(table.board.marks.guides).toEqual([]);
    expect(table.told).toContainEqual(["onDragCommitted", [{ id: "a", x: 240, y: 300 }]]);
  });

  test("with Ctrl nothing snaps", () => {
    const table = aTable([anItem("a", { x: 100, y: 100 }), anItem("b", { x: 400, y: 300 })]);
    table.machine.down(table.at(110, 110));
    table.machine.move(table.at(250, 307, { ctrl: true }));
    expect(table.board.dragged).toMatchObject({ dx: 140, dy: 197 });
    expect(table.board.marks.guides).toEqual([]);
  });
});
