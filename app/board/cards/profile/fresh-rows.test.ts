import { fieldProblem, PMEM_FIELDS, type ProfileFieldsJson, TAG_STORAGE_FIELDS } from "@carveout/model";
import { describe, expect, test } from "vitest";
import { sortedRows } from "../tables/sorted-rows";
import { freshRow } from "./fresh-rows";
import { PROFILE_TABLES } from "./profile-tables";

const GIB = 1024 ** 3;

describe("a new row fits beside what is there", () => {
  const fields: ProfileFieldsJson = {
    arch: "arm64",
    banks: { a: { baseBytes: GIB, sizeBytes: GIB }, b: { baseBytes: 4 * GIB, sizeBytes: 2 * GIB } },
  };

  test("tag storage: inside the largest bank, a 32nd of the memory it serves", () => {
    const row = freshRow("tagStorage", fields, undefined);
    const {
      baseBytes = 0,
      sizeBytes = 0,
      memoryBaseBytes = 0,
      memorySizeBytes = 0,
    } = row as Record<string, number>;
    expect(memoryBaseBytes).toBe(4 * GIB);
    expect(memoryBaseBytes + memorySizeBytes).toBe(baseBytes);
    expect(baseBytes + sizeBytes).toBe(6 * GIB);
    expect(sizeBytes * 32).toBeGreaterThanOrEqual(memorySizeBytes);
    expect((sizeBytes - 4096) * 32).toBeLessThan(memorySizeBytes);
    for (const spec of TAG_STORAGE_FIELDS)
      if (spec.key in row) expect(fieldProblem(spec, row[spec.key])).toBeNull();
  });

  test("the largest bank comes first, then the next, and none to a machine without another", () => {
    const first = freshRow("tagStorage", fields, undefined);
    const second = freshRow("tagStorage", { ...fields, tagStorage: { t: first } }, undefined);
    expect(second).toMatchObject({ memoryBaseBytes: GIB });
    expect(freshRow("tagStorage", { ...fields, tagStorage: { t: first, u: second } }, undefined)).toEqual({});
  });

  test("a namespace lies above all banks and namespaces", () => {
    const first = freshRow("pmem", fields, undefined);
    expect(first).toMatchObject({ baseBytes: 6 * GIB });
    expect(freshRow("pmem", { ...fields, pmem: { n: first } }, undefined)).toMatchObject({
      baseBytes: 7 * GIB,
    });
    for (const spec of PMEM_FIELDS)
      if (spec.key in first) expect(fieldProblem(spec, first[spec.key])).toBeNull();
  });

  test("after the leaf of a page the TLB's next one is that of a table of 512", () => {
    const first = freshRow("tlb", fields, undefined);
    expect(first).toMatchObject({ leafBytes: 4096 });
    const last = sortedRows(PROFILE_TABLES.tlb, { a: first }).at(-1);
    expect(freshRow("tlb", fields, last)).toMatchObject({ leafBytes: 2 * 1024 ** 2 });
  });
});
