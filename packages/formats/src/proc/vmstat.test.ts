import { describe, expect, test } from "vitest";
import { FormatError, readVmstat } from "../index";
import { failureOf } from "../test/failure";

describe("readVmstat", () => {
  test("each counter by its name", () => {
    expect(readVmstat("nr_free_pages 58126\r\nnuma_hit 71812\n  thp_fault_alloc 89\n\n# \n")).toEqual(
      new Map([
        ["nr_free_pages", 58_126],
        ["numa_hit", 71_812],
        ["thp_fault_alloc", 89],
      ]),
    );
  });

  test.each([
    ["", null, "the text is empty"],
    ["MemTotal: 1 kB\n", 1, `the first is "MemTotal: 1 kB"`],
    ["nr_free_pages 1\nnuma_hit 9007199254740992\n", 2, "not a number below 2^53"],
  ])("refuses %j", (text, line, sentence) => {
    const error = failureOf(() => readVmstat(text), FormatError);
    expect(error.sentence).toContain(sentence);
    expect(error.line).toBe(line);
  });
});
