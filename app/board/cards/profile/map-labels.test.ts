import { expect, test } from "vitest";
import { mapLabels } from "./map-labels";
import { drawMap } from "./map-scale";
import { memoryMap } from "./memory-map";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

test("banks come before reserved blocks, and labels do not overlap", () => {
  const banks = { a: { baseBytes: 0, sizeBytes: GIB } };
  const reserved = Object.fromEntries(
    [10, 20, 30, 40, 50].map((at) => [
      `r${at}`,
      { baseBytes: at * MIB, sizeBytes: 5 * MIB, label: `r${at}` },
    ]),
  );
  const drawing = drawMap(memoryMap({ structPageBytes: 0, banks, reserved }), 300);
  const labels = mapLabels(drawing.blocks, 16, 284);
  expect(labels[0]).toMatchObject({ name: "System RAM", size: "1,024.0 MiB" });
  expect(labels).toHaveLength(4);
  const places = labels.map((label) => label.y).sort((a, b) => a - b);
  for (let i = 1; i < places.length; i++)
    expect((places[i] ?? 0) - (places[i - 1] ?? 0)).toBeGreaterThanOrEqual(30);
});

test("with little room the largest banks are named", () => {
  const banks = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [
      `b${i}`,
      { baseBytes: i * 2 * GIB, sizeBytes: (i + 1) * 64 * MIB, nid: i },
    ]),
  );
  const labels = mapLabels(drawMap(memoryMap({ structPageBytes: 0, banks }), 100).blocks, 16, 84);
  expect(labels.map((label) => label.name)).toEqual(["RAM, node 19", "RAM, node 18", "RAM, node 17"]);
});
