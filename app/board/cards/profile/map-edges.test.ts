import { fieldProblem } from "@carveout/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressAt, mapEdges, valueAt } from "./map-edges";

const MIB = 1024 ** 2;
const FIELDS = {
  banks: { b: { baseBytes: MIB, sizeBytes: 64 * MIB }, a: { baseBytes: 0, sizeBytes: 640 * 1024 } },
  reserved: { r: { baseBytes: 1_000_216, sizeBytes: 97, label: "command line" } },
  tagStorage: { t: { baseBytes: 32 * MIB, sizeBytes: 2 * MIB } },
};

test("every region has a start and an end, each with a field of its own, banks by address", () => {
  const edges = mapEdges(FIELDS);
  expect(edges.map(({ label }) => label)).toEqual([
    "Start of bank 0",
    "End of bank 0",
    "Start of bank 1",
    "End of bank 1",
    "Start of tag storage 1",
    "End of tag storage 1",
    "Start of reserved range 1, command line",
    "End of reserved range 1, command line",
  ]);
  expect(new Set(edges.map(({ field }) => field)).size).toBe(edges.length);
  expect(edges[3]).toMatchObject({ field: "banks.b.sizeBytes", address: 65 * MIB, lane: "outer" });
});

test("wherever an edge is dragged to, its field takes the value", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...mapEdges(FIELDS)),
      fc.double({ min: -(2 ** 45), max: 2 ** 53, noNaN: true }),
      (edge, address) => {
        const value = valueAt(edge, address);
        expect(fieldProblem(edge.spec, value)).toBeNull();
        expect(valueAt(edge, addressAt(edge, value))).toBe(value);
      },
    ),
  );
});
