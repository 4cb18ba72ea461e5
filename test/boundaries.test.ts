import { PROFILE_FIELDS, resolveFields } from "@carveout/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { boundariesOf } from "../app/board/cards/profile/boundaries";
import { pageblockOrder, sectionBytes } from "../packages/sim/src/machine/arch";

const machines = fc.record({
  arch: fc.constantFrom("x86-64", "arm64", "arm32"),
  kernel: fc.constantFrom("5.4", "5.18", "6.1", "6.6"),
  pageSizeBytes: fc.constantFrom(4096, 16384, 65536),
  maxOrder: fc.integer({ min: 0, max: 13 }),
  pageblockOrder: fc.integer({ min: 0, max: 13 }),
});

test("the units that a memory map's edges snap to are those of the simulation core", () => {
  fc.assert(
    fc.property(machines, (fields) => {
      const machine = resolveFields(PROFILE_FIELDS, fields) as unknown as Parameters<
        typeof pageblockOrder
      >[0] &
        Parameters<typeof sectionBytes>[0];
      expect(boundariesOf(fields)).toEqual({
        page: fields.pageSizeBytes,
        pageblock: fields.pageSizeBytes * 2 ** pageblockOrder(machine),
        section: sectionBytes(machine),
      });
    }),
  );
});
