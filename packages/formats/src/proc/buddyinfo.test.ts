import { describe, expect, test } from "vitest";
import { FormatError, readBuddyinfo } from "../index";
import { failureOf } from "../test/failure";

/** Two nodes, as Linux 6.1 printed them. */
const NUMA = `Node 0, zone      DMA      0      0      0      0      0      0      1      1      0      1      3 
Node 0, zone    DMA32      2      1      0      2      1      0      0      3      2      2    228 
Node 1, zone    DMA32      3      1      2      1      1      2      2      0      1      1    246 
`;

describe("readBuddyinfo", () => {
  test("free blocks by order, zone by zone", () => {
    expect(readBuddyinfo(NUMA)).toEqual({
      zones: [
        { nid: 0, zone: "DMA", free: [0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 3] },
        { nid: 0, zone: "DMA32", free: [2, 1, 0, 2, 1, 0, 0, 3, 2, 2, 228] },
        { nid: 1, zone: "DMA32", free: [3, 1, 2, 1, 1, 2, 2, 0, 1, 1, 246] },
      ],
    });
  });

  test.each([
    ["CRLF", NUMA.replaceAll("\n", "\r\n")],
    ["leading spaces of a paste", NUMA.replaceAll(/^/gm, "  ")],
    ["a prompt before and after", `# cat /proc/buddyinfo\n${NUMA}# `],
  ])("the same with %s", (_, text) => {
    expect(readBuddyinfo(text)).toEqual(readBuddyinfo(NUMA));
  });

  test.each([
    ["", null, "the text is empty"],
    ["MemTotal: 1 kB\n", 1, "no line reads 'Node n, zone NAME n n n ...'"],
    ["Node 0, zone      DMA\n  pages free     3776\n", 1, "should end in whole numbers"],
    ["Node 0, zone DMA 1 2 x\n", 1, "should end in whole numbers"],
    ["Node 0, zone DMA 1 2\nNode 0, zone DMA32 1 99999999999999999999\n", 2, "not a number below 2^53"],
  ])("refuses %j", (text, line, sentence) => {
    const error = failureOf(() => readBuddyinfo(text), FormatError);
    expect(error.sentence).toContain(sentence);
    expect(error.line).toBe(line);
  });
});
