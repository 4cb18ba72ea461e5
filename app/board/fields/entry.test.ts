import type { FieldSpec } from "@carveout/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entryText, previewOf, readEntry, shortRange, stepped } from "./entry";

const KIB = 1024;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

const bank: FieldSpec = {
  key: "sizeBytes",
  label: "Bank size",
  type: "bytes",
  min: 4 * KIB,
  max: 16 * 1024 ** 4,
  step: 4 * KIB,
  default: GIB,
  help: "",
};
const order: FieldSpec = {
  key: "maxOrder",
  label: "Largest order",
  type: "int",
  unit: "order",
  min: 0,
  max: 13,
  default: 10,
  help: "",
};
const lifetime: FieldSpec = {
  key: "lifetimeMeanMs",
  label: "Mean lifetime",
  type: "number",
  unit: "ms",
  default: 1,
  help: "",
};

describe("readEntry", () => {
  test.each([
    ["4M", 4 * MIB],
    ["0x400", 1024],
    ["1024 pages", 4 * MIB],
    ["2 GiB", 2 * GIB],
    ["2048", 2048 * KIB],
    ["1,024", 1024 * KIB],
    ["−512 MiB", -512 * MIB],
  ])("bytes shown as 1,024 KiB, typed %s", (text, bytes) => {
    // 1,025 KiB is the nearest value that is shown in KiB.
    expect(readEntry(bank, text, 1025 * KIB, 4096)).toEqual({ value: bytes });
  });

  test("pages are the profile's pages", () => {
    expect(readEntry(bank, "2 pages", GIB, 65_536)).toEqual({ value: 131_072 });
  });

  test("a value out of range is passed on: the gate says why it can't be", () => {
    expect(readEntry(order, "99", 10, 4096)).toEqual({ value: 99 });
  });

  test("what is no number at all is answered here, with what was kept and what to type", () => {
    expect(readEntry(bank, "lots", GIB, 4096)).toEqual({
      problem: "“lots” is no size. Kept 1 GiB; type one such as 4M, 0x400 or 1024 pages.",
    });
    expect(readEntry(lifetime, "soon", 20, 4096)).toEqual({
      problem: "“soon” is no time. Kept 20 ms; type one such as 250 or 2.5 s.",
    });
  });

  test("an emptied box goes back to the default", () => {
    expect(readEntry(lifetime, "  ", 20, 4096)).toEqual({ value: undefined });
    expect(previewOf(lifetime, "", 20, 4096)).toBe("default, 1 ms");
  });

  test("hostile text is quoted short", () => {
    const entry = readEntry(order, "x".repeat(5000), 10, 4096);
    expect("problem" in entry && entry.problem.length).toBeLessThan(120);
  });

  test("the text shown for a value reads back as that value", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (pages) => {
        const value = pages * 4096;
        expect(readEntry(bank, entryText(bank, value), 0, 4096)).toEqual({ value });
      }),
    );
  });
});

describe("previewOf", () => {
  test("says what an abbreviation means, and nothing where it is canonical already", () => {
    expect(previewOf(bank, "4M", GIB, 4096)).toBe("4 MiB");
    expect(previewOf(bank, "4 MiB", GIB, 4096)).toBeNull();
    expect(previewOf(bank, "rubbish", GIB, 4096)).toBeNull();
    expect(previewOf(lifetime, "2.5 s", 1, 4096)).toBe("2,500 ms");
    expect(previewOf(lifetime, "2500", 1, 4096)).toBeNull();
  });
});

test("ranges fit beside the value", () => {
  expect(shortRange(order)).toBe("0 to 13");
  expect(shortRange(bank)).toBe("4 KiB to 16 TiB");
  expect(shortRange({ ...order, unit: "pages", max: 4096 })).toBe("0 to 4,096 pages");
  expect(shortRange(lifetime)).toBeNull();
});

describe("stepped", () => {
  test("by the unit that is shown, ten times with Shift", () => {
    expect(stepped(bank, 3 * GIB, 1, 1)).toBe(4 * GIB);
    expect(stepped(bank, 512 * MIB, 1, 10)).toBe(522 * MIB);
    expect(stepped(order, 5, -1, 1)).toBe(4);
  });

  test("down from one unit goes on in the next smaller one", () => {
    expect(stepped(bank, GIB, -1, 1)).toBe(1023 * MIB);
  });

  test("never leaves the range", () => {
    expect(stepped(order, 13, 1, 10)).toBe(13);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 30 }),
        fc.constantFrom(1, -1),
        fc.constantFrom(1, 10),
        (pages, d, t) => {
          const next = stepped(bank, pages * 4096, d as 1 | -1, t as 1 | 10);
          expect(next).toBeGreaterThanOrEqual(4 * KIB);
          expect(next % 4096).toBe(0);
        },
      ),
    );
  });
});
