import { expect, test } from "vitest";
import type { Camera } from "../camera/camera";
import { pinsOverlay } from "../drawings/pins";
import { TextRuler } from "../picture/text";
import { anItem } from "../testing";
import { type Pin, pinUnder, tipOf } from "./pins";
import { SceneStore } from "./store";

function scene(): SceneStore {
  const store = new SceneStore();
  store.replace({ items: [anItem("card", { x: 100, y: 50, w: 200, h: 100 })], wires: [] });
  return store;
}
const pin = (given: Partial<Pin>): Pin => ({ id: "p", label: "1", item: "card", tone: "plain", ...given });

test("a pin goes with its item, while that is dragged too; without its item it is not there", () => {
  const store = scene();
  expect(tipOf(pin({ x: 10, y: 20 }), store)).toEqual({ x: 110, y: 70 });
  expect(tipOf(pin({}), store)).toEqual({ x: 300, y: 50 });
  store.setOffsets(new Map([["card", { x: 5, y: -5 }]]));
  expect(tipOf(pin({ x: 10, y: 20 }), store)).toEqual({ x: 115, y: 65 });
  expect(tipOf(pin({ item: "gone" }), store)).toBeNull();
  expect(tipOf(pin({ item: null, x: -3, y: 4 }), store)).toEqual({ x: -3, y: 4 });
});

test("the uppermost pin is hit, as large at every zoom, on its drop and not beside it", () => {
  const pins = [pin({ id: "below", x: 0, y: 0 }), pin({ id: "above", x: 12, y: 0 })];
  for (const zoom of [0.25, 1, 3]) {
    const camera = { x: 0, y: 0, zoom };
    const at = (dx: number, dy: number) =>
      pinUnder(pins, scene(), camera, { x: 100 * zoom + dx, y: 50 * zoom + dy }, 0)?.id;
    expect([at(11 + 12 * zoom, -11), at(1, -11), at(11, 8), at(-4, -11)]).toEqual([
      "above",
      "below",
      undefined,
      undefined,
    ]);
  }
});

test("a pin out of view draws nothing", () => {
  const view = { w: 300, h: 300 };
  const ruler = new TextRuler(() => 50);
  const shown = (camera: Camera) => pinsOverlay([pin({})])({ scene: scene(), camera, view, ruler });
  expect(shown({ x: 0, y: 0, zoom: 1 })).toHaveLength(0);
  expect(shown({ x: 50, y: 0, zoom: 1 })).toHaveLength(1);
});
