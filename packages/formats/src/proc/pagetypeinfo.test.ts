import { describe, expect, test } from "vitest";
import { FormatError, readPagetypeinfo } from "../index";
import { failureOf } from "../test/failure";

/** Two nodes, as the kernel prints them, node by node, with the columns of fewer orders and types. */
const TEXT = `Page block order: 9
Pages per block:  512

Free pages count per migrate type at order       0      1     10 
Node    0, zone      DMA, type    Unmovable      0      4      1 
Node    0, zone      DMA, type      Movable >100000      0      3 
Node    0, zone    DMA32, type    Unmovable      1      0      0 
Node    0, zone    DMA32, type      Movable      0      1     15 

Number of blocks type     Unmovable      Movable 
Node 0, zone      DMA            1            7 
Node 0, zone    DMA32           36          136 

Number of mixed blocks    Unmovable      Movable 
Node 0, zone      DMA            5            6 
Node 0, zone    DMA32            7            8 
Page block order: 9
Pages per block:  512

Free pages count per migrate type at order       0      1     10 
Node    1, zone    DMA32, type    Unmovable      2      0      1 
Node    1, zone    DMA32, type      Movable      1      1    246 

Number of blocks type     Unmovable      Movable 
Node 1, zone    DMA32           13          493 
`;

describe("readPagetypeinfo", () => {
  test("free blocks by type and order, and the pageblocks of each type", () => {
    const all = [false, false, false];
    expect(readPagetypeinfo(TEXT)).toEqual({
      pageblockOrder: 9,
      pagesPerBlock: 512,
      zones: [
        {
          nid: 0,
          zone: "DMA",
          rows: [
            { type: "Unmovable", free: [0, 4, 1], isMore: all },
            { type: "Movable", free: [100_000, 0, 3], isMore: [true, false, false] },
          ],
          pageblocks: new Map([
            ["Unmovable", 1],
            ["Movable", 7],
          ]),
        },
        {
          nid: 0,
          zone: "DMA32",
          rows: [
            { type: "Unmovable", free: [1, 0, 0], isMore: all },
            { type: "Movable", free: [0, 1, 15], isMore: all },
          ],
          pageblocks: new Map([
            ["Unmovable", 36],
            ["Movable", 136],
          ]),
        },
        {
          nid: 1,
          zone: "DMA32",
          rows: [
            { type: "Unmovable", free: [2, 0, 1], isMore: all },
            { type: "Movable", free: [1, 1, 246], isMore: all },
          ],
          pageblocks: new Map([
            ["Unmovable", 13],
            ["Movable", 493],
          ]),
        },
      ],
    });
  });

  test.each([
    ["CRLF", TEXT.replaceAll("\n", "\r\n")],
    ["leading spaces of a paste", TEXT.replaceAll(/^/gm, "  ")],
  ])("the same with %s", (_, text) => {
    expect(readPagetypeinfo(text)).toEqual(readPagetypeinfo(TEXT));
  });

  test.each([
    ["nothing", "", null, "the text is empty"],
    ["meminfo", "MemTotal: 1 kB\n", 1, "no line reads 'Node n, zone NAME, type TYPE n n n ...'"],
    ["buddyinfo", "Node 0, zone DMA 1 2\n", 1, "names no type and stands in no table"],
    ["no pageblock size", TEXT.replaceAll(/^Pages per.*$/gm, ""), null, "no line 'Pages per block: n'"],
    ["a word for a number", TEXT.replace("4      1", "x      1"), 5, "should end in whole numbers"],
    ["a number too few", TEXT.replace("1            7", "1"), 11, "has 1 numbers for 2 types"],
  ])("refuses %s", (_, text, line, sentence) => {
    const error = failureOf(() => readPagetypeinfo(text), FormatError);
    expect(error.sentence).toContain(sentence);
    expect(error.line).toBe(line);
  });
});
