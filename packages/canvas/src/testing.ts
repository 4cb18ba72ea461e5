import { Board, type Layers } from "./board/board";
import type { EngineEvents } from "./board/events";
import type { Pointer } from "./board/gesture";
import type { Box } from "./plane/geometry";
import type { SceneItem, ScenePort, SceneWire } from "./scene/item";
import { ToolMachine } from "./tools/machine";

/** Builders for the tests of this package. */

export function anItem(id: string, given: Partial<SceneItem> = {}): SceneItem {
  const picture = { tone: "card", title: id, kindLabel: "" } as const;
  return { id, kind: "note", x: 0, y: 0, w: 100, h: 60, z: "a", movable: true, ports: [], picture, ...given };
}

export function aPort(id: string, direction: "in" | "out", given: Partial<ScenePort> = {}): ScenePort {
  const side = direction === "out" ? "right" : "left";
  return { id, side, offsetY: 20, type: "strategy", direction, wired: false, ...given };
}

export const aWire = (id: string, from: string, to: string): SceneWire => ({
  id,
  from: { item: from, port: "out" },
  to: { item: to, port: "in" },
});

/** What the app was told: the event's name and its arguments. */
export type Told = [keyof EngineEvents, ...unknown[]];

/** A board in a view of 1000 x 800 at zoom 1 from the origin, with tools to drive and a record of what the app was told. */
export function aTable(
  items: readonly SceneItem[],
  wires: readonly SceneWire[] = [],
  events: EngineEvents = {},
) {
  const told: Told[] = [];
  const drawn: Layers[] = [];
  const heard = new Proxy(events, {
    get: (given, name: keyof EngineEvents) =>
      given[name] ?? (name === "canWire" ? undefined : (...args: unknown[]) => told.push([name, ...args])),
  });
  const outdated: (Box | null)[] = [];
  const board = new Board(heard, {
    redraw: (layers) => drawn.push(layers),
    outdate: (area) => outdated.push(area),
    isMounted: () => false,
  });
  board.view = { w: 1000, h: 800 };
  board.replace({ items, wires });
  const machine = new ToolMachine(board);
  let timeMs = 0;
  const at = (x: number, y: number, given: Partial<Pointer> = {}): Pointer => {
    timeMs += 10;
    return {
      id: 1,
      screen: { x, y },
      button: 0,
      shift: false,
      ctrl: false,
      isTouch: false,
      timeMs,
      pressure: 0.5,
      ...given,
    };
  };
  const drag = (points: readonly (readonly [number, number])[], given: Partial<Pointer> = {}): void => {
    const pointers = points.map(([x, y]) => at(x, y, given));
    const [first, last] = [pointers[0], pointers.at(-1)];
    if (!first || !last) return;
    machine.down(first);
    for (const pointer of pointers.slice(1)) machine.move(pointer);
    machine.up(last);
  };
  const click = (x: number, y: number, given: Partial<Pointer> = {}): void => drag([[x, y]], given);
  /** Lets time pass, so that the next click is not the second of a double click. */
  const wait = (ms: number): void => {
    timeMs += ms;
  };
  return { board, machine, told, drawn, outdated, at, drag, click, wait };
}
