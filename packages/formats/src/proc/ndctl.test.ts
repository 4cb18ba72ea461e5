import { describe, expect, test } from "vitest";
import { FormatError, importProfile, readIomem, readNdctl, recognise } from "../index";
import { failureOf } from "../test/failure";

/** Of Linux 6.1 with memmap=512M!1G, shortened: after `ndctl create-namespace -m devdax -M dev`. */
const IOMEM = `00100000-3fffffff : System RAM
  01000000-01e01d31 : Kernel code
40000000-5fffffff : Persistent Memory (legacy)
  40000000-409fffff : namespace0.0
  40a00000-5fffffff : dax0.0
60000000-7ffdffff : System RAM
fee00000-fee00fff : Local APIC
`;
const DEVDAX = `[{"dev":"namespace0.0","mode":"devdax","map":"dev","size":526385152,"uuid":"fbec5298",
"daxregion":{"id":0,"align":4096,"devices":[{"chardev":"dax0.0","align":4096,"mode":"devdax"}]},"align":4096}]`;
/** The same machine right after boot, as its bus has it. */
const BUS = `[{"provider":"e820","dev":"ndbus0","regions":[{"dev":"region0","size":536870912,"align":16777216,"namespaces":[
{"dev":"namespace0.0","mode":"fsdax","map":"mem","size":536870912,"sector_size":512,"blockdev":"pmem0"}]}]}]`;

describe("readNdctl", () => {
  test("a list of namespaces", () =>
    expect(readNdctl(DEVDAX)).toEqual([
      { name: "namespace0.0", mode: "devdax", map: "dev", alignBytes: 4096 },
    ]));

  test("under bus and region; without uuid and align there is no info block", () =>
    expect(readNdctl(BUS)).toEqual([{ name: "namespace0.0", mode: "raw", map: "mem", alignBytes: null }]));

  test("what has no struct pages is left out", () =>
    expect(
      readNdctl(`[{"dev":"namespace0.0","mode":"sector","size":1},{"dev":"namespace1.0","mode":"raw"}]`),
    ).toEqual([]));

  test.each([
    ["half a text", DEVDAX.slice(0, 90), "no whole JSON"],
    ["a list of something else", `[{"dev":"region0"}]`, "names no namespace"],
    ["nested for ever", "[".repeat(5000) + "]".repeat(5000), "names no namespace"],
  ])("%s is refused", (_, text, words) =>
    expect(failureOf(() => readNdctl(text), FormatError).sentence).toContain(words),
  );
});

test("iomem: a namespace of device-dax goes on behind its info block and memmap", () =>
  expect(readIomem(IOMEM).pmem).toEqual([
    {
      name: "namespace0.0",
      startBytes: 0x40000000,
      endBytes: 0x60000000,
      dataStartBytes: 0x40a00000,
      isLegacy: true,
    },
  ]));

describe("a profile's namespaces", () => {
  const place = { baseBytes: 0x40000000, sizeBytes: 0x20000000 };
  const imported = (...texts: string[]) =>
    importProfile(texts.map((text, i) => ({ name: `file${i}`, text })));

  test("the list is known by its content, and tells how the namespace was made", () => {
    expect(recognise("anything", BUS)).toEqual([{ kind: "ndctl", text: BUS }]);
    expect(imported(IOMEM, DEVDAX).machine.pmem).toEqual([
      { ...place, mode: "devdax", map: "dev", alignBytes: 4096 },
    ]);
  });

  test("iomem alone: what it cannot tell is assumed and said", () => {
    const { machine, notes } = imported(IOMEM);
    expect(machine.pmem).toEqual([{ ...place, mode: "devdax", map: "dev", alignBytes: 2 ** 21 }]);
    expect(notes.map(({ sentence }) => sentence).join(" ")).toContain("Add the output of 'ndctl list'");
    const legacy = IOMEM.replace(/ {2}40000000.*\n.*\n/, "  40000000-5fffffff : namespace0.0\n");
    expect(imported(legacy).machine.pmem).toMatchObject([{ ...place, mode: "raw", map: "mem" }]);
    const dimm = legacy.replace("Persistent Memory (legacy)", "Persistent Memory");
    expect(imported(dimm).machine.pmem).toMatchObject([{ ...place, mode: "fsdax", map: "dev" }]);
  });

  test("a list without a place is left out, with a word", () => {
    const { machine, notes } = imported(IOMEM.replace(/.*(namespace|dax)0.*\n/g, ""), BUS);
    expect(machine.pmem).toEqual([]);
    expect(notes.map(({ sentence }) => sentence).join(" ")).toContain("Add /proc/iomem");
  });
});
