import { describe, expect, test } from "vitest";
import { readDmesg } from "../index";
import { labelByPlace, type Piece, replay } from "./replay";

const events = (...lines: string[]) =>
  readDmesg(lines.map((line) => `[    0.000000] ${line}`).join("\n")).memblock;
const replayed = (...lines: string[]) => replay(events(...lines), 4096);
const shown = (pieces: Piece[] = []) =>
  pieces.map((piece) => `${piece.startBytes.toString(16)}-${piece.endBytes.toString(16)} ${piece.label}`);

const DUMP = [
  "MEMBLOCK configuration:",
  " memory size = 0x0000000040000000 reserved size = 0x0000000000002000",
  " memory.cnt  = 0x1",
  " memory[0x0]\t[0x0000000000000000-0x000000003fffffff], 0x0000000040000000 bytes flags: 0x0",
  " reserved.cnt  = 0x1",
  " reserved[0x0]\t[0x0000000000001000-0x0000000000002fff], 0x0000000000002000 bytes flags: 0x0",
];
const HAND_OVER = "Memory: 1K/2K available (3K reserved)";
const KEEP = "memblock_reserve: [0x0000000000010000-0x0000000000010fff] acpi_table_upgrade+0x1/0x2";

describe("what each kernel calls the lines", () => {
  test.each([
    [
      "4.12",
      "memblock_reserve: [0x0000000000010000-0x0000000000010fff] flags 0x0 acpi_table_upgrade+0x1/0x2",
    ],
    ["5.0 to 6.13", KEEP],
    [
      "6.14 on",
      "__memblock_reserve: [0x0000000000010000-0x0000000000010fff] nid=-1 flags=20 acpi_table_upgrade+0x1/0x2",
    ],
    [
      "no offsets (kallsyms without)",
      "memblock_reserve: [0x0000000000010000-0x0000000000010fff] acpi_table_upgrade",
    ],
    ["a compiler's clone", KEEP.replace("upgrade+", "upgrade.constprop.0+")],
  ])("reserve, %s", (_, line) => {
    expect(shown(replayed(...DUMP, line, HAND_OVER)?.pieces)).toEqual([
      "1000-3000 null",
      "10000-11000 ACPI tables",
    ]);
  });

  test.each([
    ["4.x and 5.x, indented", "   memblock_free: [0x0000000000001000-0x0000000000001fff] f+0x1/0x2"],
    ["5.8 on", "memblock_free: [0x0000000000001000-0x0000000000001fff] f+0x1/0x2"],
    ["5.16 on", "memblock_phys_free: [0x0000000000001000-0x0000000000001fff] f+0x1/0x2"],
  ])("free, %s", (_, line) => {
    expect(shown(replayed(...DUMP, line, HAND_OVER)?.pieces)).toEqual(["2000-3000 null"]);
  });

  test.each([
    "memblock_alloc_try_nid: 4096 bytes align=0x1000 nid=-1 from=0x0 max_addr=0x0 spp_getpage+0x1/0x2",
    "memblock_phys_alloc_range: 4096 bytes align=0x1000 from=0x0 max_addr=0x1 early_pgtable_alloc+0x2c/0xb0",
    "memblock_virt_alloc_try_nid: 4096 bytes align=0x1000 nid=-1 from=0x0 max_addr=0x0 spp_getpage+0x1/0x2",
  ])("the caller is in the line before: %s", (allocation) => {
    const reserve =
      "memblock_reserve: [0x0000000000010000-0x0000000000010fff] memblock_alloc_range_nid+0x1/0x2";
    expect(shown(replayed(...DUMP, allocation, reserve, HAND_OVER)?.pieces)[1]).toBe(
      "10000-11000 page tables",
    );
  });
});

describe("as memblock does", () => {
  test("an overlapped part keeps its first owner", () => {
    const over = "memblock_reserve: [0x0000000000002000-0x0000000000003fff] setup_log_buf+0x1/0x2";
    expect(shown(replayed(...DUMP, over, HAND_OVER)?.pieces)).toEqual([
      "1000-3000 null",
      "3000-4000 log buffer",
    ]);
  });

  test("a free cuts, may be empty, and may reach over several", () => {
    const cut = "memblock_phys_free: [0x0000000000001800-0x0000000000001bff] f+0x1/0x2";
    const empty = "memblock_phys_free: [0x0000000000002000-0x0000000000001fff] f+0x1/0x2";
    expect(shown(replayed(...DUMP, cut, empty, HAND_OVER)?.pieces)).toEqual([
      "1000-1800 null",
      "1c00-3000 null",
    ]);
    const all = "memblock_phys_free: [0x0000000000000000-0x00000000000fffff] f+0x1/0x2";
    expect(replayed(...DUMP, KEEP, all, HAND_OVER)?.pieces).toEqual([]);
  });

  test("a later dump adds what was not logged, drops what is gone, and keeps the labels", () => {
    const known = "memblock_reserve: [0x0000000000001000-0x0000000000001fff] setup_log_buf+0x1/0x2";
    expect(shown(replayed(known, KEEP, ...DUMP, HAND_OVER)?.pieces)).toEqual([
      "1000-2000 log buffer",
      "2000-3000 null",
    ]);
  });

  test("memory that is not mapped is never handed over, and not recorded", () => {
    const dump = [...DUMP, " memory[0x1]\t[0x0000000040000000-0x0000000040000fff], 0x1000 bytes flags: 0x4"];
    expect(replayed(...dump, HAND_OVER)?.pieces[1]).toMatchObject({
      startBytes: 0x4000_0000,
      label: "firmware, not mapped",
      recorded: false,
    });
  });

  test("what is freed or reserved after the hand-over is not the hand-over's", () => {
    const late = "memblock_phys_free: [0x0000000000001000-0x0000000000002fff] free_initrd_mem+0x1/0x2";
    expect(shown(replayed(...DUMP, HAND_OVER, late)?.pieces)).toEqual(["1000-3000 null"]);
  });
});

describe("what the machine makes itself", () => {
  const alloc = (name: string, bytes: number, caller: string) =>
    `memblock_${name}: ${bytes} bytes align=0x1000 nid=0 from=0x0 max_addr=0x0 ${caller}+0x1/0x2`;
  const reserve = (start: number, size: number) =>
    `memblock_reserve: [0x${start.toString(16)}-0x${(start + size - 1).toString(16)}] memblock_alloc_range_nid+0x1/0x2`;

  test("the memmap, in a buffer or in leaves; the page tables that map it are the boot's", () => {
    const result = replayed(
      ...DUMP,
      ...[alloc("alloc_exact_nid_raw", 0x40_0000, "sparse_init_nid"), reserve(0x100_0000, 0x40_0000)],
      "memblock_phys_free: [0x0000000001300000-0x00000000013fffff] sparse_buffer_fini+0x1/0x2",
      ...[alloc("alloc_try_nid_raw", 0x20_0000, "__earlyonly_bootmem_alloc"), reserve(0x200_0000, 0x20_0000)],
      ...[alloc("alloc_try_nid_raw", 0x1000, "__earlyonly_bootmem_alloc"), reserve(0x300_0000, 0x1000)],
      HAND_OVER,
    );
    expect(result?.memmapBytes).toBe(0x30_0000 + 0x20_0000);
    const last = result?.pieces.at(-1);
    expect(last).toMatchObject({ owner: "boot", label: "page tables of the memmap", afterMemmap: true });
    expect(result?.pieces[0]).toMatchObject({ afterMemmap: false });
  });

  test("KMSAN's metadata; what comes after it is not recorded", () => {
    const result = replayed(
      ...DUMP,
      ...[alloc("alloc_try_nid", 0x1000, "kmsan_init_alloc_meta_for_range"), reserve(0x1_0000, 0x1000)],
      ...[alloc("alloc_try_nid", 0x1000, "alloc_large_system_hash"), reserve(0x2_0000, 0x1000)],
      "stackdepot hash table entries: 131072 (order: 8, 1048576 bytes, linear)",
      HAND_OVER,
    );
    expect(result?.pieces.map(({ owner, recorded, label }) => ({ owner, recorded, label }))).toMatchObject([
      { owner: "boot", recorded: true },
      { owner: "kmsan" },
      { owner: "boot", recorded: false, label: "stackdepot hash table" },
    ]);
  });

  test("without KMSAN the line before kmsan_init_shadow() is the border", () => {
    const result = replayed(
      ...DUMP,
      "mem auto-init: stack:off, heap alloc:off, heap free:off",
      KEEP,
      HAND_OVER,
    );
    expect(result?.pieces.map((piece) => piece.recorded)).toEqual([true, false]);
  });
});

describe("a log that does not tell the list", () => {
  test.each([
    ["no dump to start from", [KEEP, HAND_OVER]],
    ["no hand-over", [...DUMP, KEEP]],
    ["lines lost behind the dump", [...DUMP, "** 12 printk messages dropped **", KEEP, HAND_OVER]],
  ])("%s", (_, lines) => {
    expect(replayed(...lines)).toBeNull();
  });

  test("a console writes the loss without a time stamp", () => {
    const text = [...DUMP, KEEP, HAND_OVER].map((line) => `[    0.000000] ${line}`);
    text.splice(DUMP.length, 0, "** 12 printk messages dropped **");
    expect(replay(readDmesg(text.join("\n")).memblock, 4096)).toBeNull();
  });

  test("lines lost before the dump do no harm", () => {
    expect(replayed("** 1045 printk messages dropped **", ...DUMP, HAND_OVER)).not.toBeNull();
  });
});

test("labelByPlace: pieces without a label are cut where the places end", () => {
  const piece: Piece = {
    startBytes: 0,
    endBytes: 100,
    label: null,
    owner: "boot",
    recorded: true,
    afterMemmap: false,
  };
  const places = [
    { startBytes: 20, endBytes: 40, label: "initrd" },
    { startBytes: 30, endBytes: 50, label: "kernel image" },
  ];
  expect(shown(labelByPlace([piece], places, "?"))).toEqual([
    "0-14 ?",
    "14-28 initrd",
    "28-32 kernel image",
    "32-64 ?",
  ]);
});
