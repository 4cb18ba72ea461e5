import type { ItemJson } from "@carveout/model";
import { expect, test } from "vitest";
import { looksOf } from "./looks";

const geo = { x: 0, y: 0, w: 10, h: 10 };
const shape = (fields: Record<string, string | boolean>): ItemJson => ({
  kind: "shape",
  geo,
  z: "a0",
  text: "",
  fields,
});
const ink: ItemJson = { kind: "ink", geo, z: "a0", stroke: "", fields: { colour: "red" } };
const image: ItemJson = { kind: "image", geo, z: "a0", hash: "", natural: { w: 1, h: 1 }, fields: {} };
const frame: ItemJson = { kind: "frame", geo, z: "a0", order: "a0" };
const looks = (...items: ItemJson[]) =>
  Object.fromEntries(
    looksOf(items.map((item, i) => ({ id: `i${i}`, item }))).map(({ spec, value, ids }) => [
      spec.key,
      { value, ids },
    ]),
  );

test("a field that the items share shows its value, or that they differ", () => {
  expect(looks(shape({ colour: "red" }), ink).colour).toEqual({ value: "red", ids: ["i0", "i1"] });
  expect(looks(shape({}), ink).colour).toEqual({ value: null, ids: ["i0", "i1"] });
});

test("a field that only some have is set for those", () => {
  expect(looks(shape({ fill: "soft" }), ink).fill).toEqual({ value: "soft", ids: ["i0"] });
});

test("a line has nothing to fill, a frame has no look, one picture a description", () => {
  expect(looks(shape({ form: "arrow" }))).not.toHaveProperty("fill");
  expect(looks(frame)).toEqual({});
  expect(looks(image)).toEqual({ alt: { value: "", ids: ["i0"] } });
  expect(looks(image, image)).toEqual({});
});
