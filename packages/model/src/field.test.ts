import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldProblem } from "./field";
import type { FieldSpec } from "./field-spec";
import {
  BANK_FIELDS,
  CMA_FIELDS,
  EXPERIMENT_FIELDS,
  ORDER_FIELDS,
  PROFILE_FIELDS,
  RESERVED_FIELDS,
  WORKLOAD_FIELDS,
} from "./kinds";
import { formatValue, parseQuantity, roundBytes } from "./quantity";
import { fieldSchema } from "./schema";

const ALL = [
  ...PROFILE_FIELDS,
  ...BANK_FIELDS,
  ...RESERVED_FIELDS,
  ...CMA_FIELDS,
  ...WORKLOAD_FIELDS,
  ...ORDER_FIELDS,
  ...EXPERIMENT_FIELDS,
];
const bankSize = BANK_FIELDS.find((spec) => spec.key === "sizeBytes") as FieldSpec;

const anyValue = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.integer({ min: 0, max: 64 }).map((n) => n * 4096),
  fc.string(),
  fc.boolean(),
  fc.constantFrom(null, undefined, [], {}, "x86-64", "arm64", "exponential", Number.NaN, -1, 0, 10, 64),
);

describe("fields", () => {
  test("every default is a value of its own field", () => {
    for (const spec of ALL) expect(fieldProblem(spec, spec.default), spec.key).toBeNull();
  });

  test("the check and the schema agree on every value", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALL), anyValue, (spec, value) => {
        expect(fieldSchema(spec).safeParse(value).success).toBe(fieldProblem(spec, value) === null);
      }),
      { numRuns: 2000 },
    );
  });

  test("a negative bank size names the range with its units", () => {
    expect(fieldProblem(bankSize, -512 * 1024 ** 2)).toBe("is below the range 4 KiB to 16 TiB");
    expect(formatValue(bankSize, -512 * 1024 ** 2)).toBe("−512 MiB");
    expect(fieldProblem(bankSize, 5000)).toBe("is not a multiple of 4 KiB");
  });

  test("text that would forge a line or turn the reading direction is not a value", () => {
    const label = RESERVED_FIELDS.find((spec) => spec.type === "text") as FieldSpec;
    for (const bad of ["a\nb", "a\u202eb", "\u0000"])
      expect(fieldProblem(label, bad)).toBe("holds control characters");
    expect(fieldProblem(label, "Kernel – 内核")).toBeNull();
  });
});

describe("quantities", () => {
  test.each([
    ["4M", 4 * 1024 ** 2],
    ["4 MiB", 4 * 1024 ** 2],
    ["0x400", 1024],
    ["1,048,056 KiB", 1_048_056 * 1024],
    ["1024 pages", 1024 * 4096],
    ["−512 MiB", -512 * 1024 ** 2],
    ["1.5 GiB", 1.5 * 1024 ** 3],
  ])("%s is %d bytes", (text, bytes) => {
    expect(parseQuantity(bankSize, text)).toBe(bytes);
  });

  test("what is no number in a unit that fits is null", () => {
    for (const text of ["", "many", "4 s", "4 MM", "1 2", "0x", "--4", "Infinity", "NaN"])
      expect(parseQuantity(bankSize, text), text).toBeNull();
  });

  test("times and pages convert to the field's own unit", () => {
    const duration = WORKLOAD_FIELDS.find((spec) => spec.key === "durationMs") as FieldSpec;
    expect(parseQuantity(duration, "2.5 s")).toBe(2500);
    const late = PROFILE_FIELDS.find((spec) => spec.key === "lateFreedPages") as FieldSpec;
    expect(parseQuantity(late, "4 MiB")).toBe(1024);
  });

  test("what is shown reads back as the same value", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 44 }), (bytes) => {
        expect(parseQuantity(bankSize, formatValue(bankSize, bytes))).toBe(bytes);
      }),
    );
  });

  test("rounded bytes keep one decimal in the largest unit", () => {
    expect(roundBytes(73_020 * 4096)).toBe("285.2 MiB");
    expect(roundBytes(0)).toBe("0 B");
  });
});
