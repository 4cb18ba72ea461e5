import { describe, expect, test } from "vitest";
import { FormatError, readMeminfo } from "../index";
import { failureOf } from "../test/failure";

describe("readMeminfo", () => {
  test("MemTotal in bytes, whether there are huge pages and whether the direct map is printed", () => {
    const text = "MemTotal:        1845488 kB\nAnonHugePages:         0 kB\nDirectMap4k:       57216 kB\n";
    expect(readMeminfo(text)).toEqual({
      memTotalBytes: 1_845_488 * 1024,
      directMap: { bytes4k: 57_216 * 1024, bytes2M: 0, bytes1G: null },
      hasTransparentHugepages: true,
    });
    expect(readMeminfo("  MemTotal: 2029440 kB\r\n")).toEqual({
      memTotalBytes: 2_029_440 * 1024,
      directMap: null,
      hasTransparentHugepages: false,
    });
  });

  test("the leaves of the direct map", () => {
    const text =
      "MemTotal: 4 kB\nDirectMap4k:   24448 kB\nDirectMap2M: 2072576 kB\nDirectMap1G:       0 kB\n";
    expect(readMeminfo(text).directMap).toEqual({
      bytes4k: 24_448 * 1024,
      bytes2M: 2_072_576 * 1024,
      bytes1G: 0,
    });
  });

  test.each([
    ["", "the text is empty"],
    ["nr_free_pages 1024\n", `the first is "nr_free_pages 1024"`],
    ["MemTotal: 99999999999999999999 kB", "not a number below 2^53"],
    ["MemTotal: 9007199254740991 kB", "not below 2^53 B"],
  ])("refuses %j", (text, sentence) => {
    expect(failureOf(() => readMeminfo(text), FormatError).sentence).toContain(sentence);
  });
});
