import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TraceError, TraceScanner } from "../index";
import { failureOf } from "../test/failure";
import { scan, traceFixture } from "../test/traces";

const FTRACE = traceFixture("ftrace.txt");

/** What both hand-written fixtures tell. */
const EXPECTED = [
  ["mm_page_alloc", 0, 123.456789, 0x12345, 0, 0, 0xdc0, 0],
  ["mm_page_alloc", 0, 123.456801, 74_566, 1, 1, 0x100cca, 0],
  ["mm_page_free", 2, 123.4569, 0x12345, 0, -1, 0, 0],
  ["mm_page_free_batched", 2, 123.457, 0x12345, 0, -1, 0, 0],
  ["mm_page_pcpu_drain", 1, 123.4571, 0x12346, 1, 1, 0, 0],
  ["mm_page_alloc_zone_locked", 1, 123.4572, 0x12350, 3, 2, 0, 0],
  ["mm_page_alloc", 0, 123.4573, -1, 9, 1, 0x1c24ca, 0],
  ["mm_page_alloc", 0, 123.45735, 0x165cb4, 0, 1, 0xcc0, 0],
  ["mm_page_alloc", 0, 123.45736, -1, 4, 0, 0xa20, 0],
];
const EXPECTED_SIDE = [
  {
    at: 9,
    time: 123.4574,
    cpu: 0,
    pid: 1234,
    name: "mm_page_alloc_extfrag",
    fields: {
      pfn: 0x400,
      alloc_order: 2,
      fallback_order: 9,
      pageblock_order: 9,
      alloc_migratetype: 0,
      fallback_migratetype: 1,
      fragmenting: 0,
      change_ownership: 1,
    },
  },
  { at: 9, time: 123.4575, cpu: 0, pid: 1234, name: "tracing_mark_write", fields: { text: "PHASE: two" } },
];

describe("layouts", () => {
  test.each([
    ["trace-cmd report", "trace-cmd.txt", { events: 204_600, gaps: 2, lateCpus: 0 }],
    ["perf script", "perf-script.txt", { events: 17, gaps: 1, lateCpus: 0 }],
  ])("%s", (_, file, lost) => {
    const { pages, side, summary } = scan([traceFixture(file)]);
    expect(pages.map((event) => Object.values(event))).toEqual(EXPECTED);
    expect(side).toEqual(EXPECTED_SIDE);
    expect(summary.lost).toEqual(lost);
    expect(summary.damaged.first).toEqual([]);
    expect(summary).toMatchObject({ cpus: 3, clock: "seconds", first: 123.456789, last: 123.4575 });
    expect(summary.backwards).toBe(0);
    expect(summary.buffer).toBeNull();
  });

  test("ftrace, every kind of event", () => {
    const { pages, side, summary } = scan([FTRACE]);
    expect(summary.damaged.first).toEqual([]);
    expect(summary.lines).toBe(68);
    expect(summary.counts).toEqual({
      mm_page_alloc: 5,
      mm_page_free: 4,
      mm_page_free_batched: 4,
      mm_page_pcpu_drain: 4,
      mm_page_alloc_zone_locked: 4,
      mm_page_alloc_extfrag: 2,
      mm_compaction_begin: 2,
      mm_compaction_end: 2,
      mm_compaction_isolate_migratepages: 2,
      mm_compaction_isolate_freepages: 2,
      mm_compaction_migratepages: 2,
      mm_compaction_try_to_compact_pages: 2,
      mm_compaction_finished: 2,
      mm_compaction_suitable: 2,
      mm_compaction_deferred: 2,
      mm_compaction_defer_compaction: 2,
      mm_compaction_defer_reset: 2,
      mm_compaction_kcompactd_sleep: 2,
      mm_vmscan_kswapd_wake: 2,
      mm_vmscan_kswapd_sleep: 1,
      mm_vmscan_direct_reclaim_begin: 2,
      mm_vmscan_direct_reclaim_end: 2,
      tracing_mark_write: 2,
    });
    expect(summary.buffer).toEqual({ entries: 233_923, written: 233_923, cpus: 2 });
    expect(summary.lost).toEqual({ events: 0, gaps: 0, lateCpus: 0 });
    const drained = pages.filter((event) => event.name === "mm_page_pcpu_drain");
    expect(drained.map((event) => [event.pfn, event.cpu])).toEqual([
      [0x632e, 0],
      [0x632d, 0],
      [0x632c, 0],
      [0x632b, 0],
    ]);
    expect(pages.at(-1), "a failed request").toMatchObject({
      pfn: -1,
      order: 9,
      migratetype: 1,
      gfp: 0x346cca,
    });
    const of = (name: string) => side.filter((event) => event.name === name).map((event) => event.fields);
    expect(of("mm_compaction_end")[0]).toEqual({
      zone_start: 1,
      migrate_pfn: 1,
      free_pfn: 0xe00,
      zone_end: 0x1000,
      mode: "sync",
      status: "success",
    });
    expect(of("mm_compaction_isolate_freepages")[0]).toEqual({
      range: [0x17e00, 0x17f0d],
      nr_scanned: 269,
      nr_taken: 32,
    });
    expect(of("mm_compaction_suitable")[1]).toEqual({ node: 0, zone: "DMA32", order: -1, ret: "continue" });
    expect(of("mm_compaction_try_to_compact_pages")[0]).toEqual({
      order: 9,
      gfp_mask: 0x346cca,
      priority: 2,
    });
    expect(side.slice(0, 2).map(({ at, name, fields }) => ({ at, name, fields }))).toEqual([
      { at: 0, name: "tracing_mark_write", fields: { text: "KPF_BEFORE_BEGIN" } },
      { at: 16, name: "tracing_mark_write", fields: { text: "KPF_BEFORE_END" } },
    ]);
  });

  const EVENT = "mm_page_free: page=00000000dc8c03bd pfn=0x182190 order=2";
  test.each([
    [
      "no flags (irq-info off, and kernels before v5.16)",
      `            init-1     [010]  4415.246466: ${EVENT}`,
    ],
    ["four flags", `     kworker/10:1-440   [010] ....   355.369905: ${EVENT}`],
    ["record-tgid", `            init-1       (      1) [010] d..3.   355.369905: ${EVENT}`],
    ["record-tgid, none known", `           <...>-3094982 (-------) [010] d..3.   355.369905: ${EVENT}`],
    ["nanoseconds", `            init-1     [010]  4415.246466123: ${EVENT}`],
    ["perf with pid and tid", `            init     1/11    [010]   355.369905:  kmem:${EVENT}`],
    ["columns lost in a mail", `init-1 [010] 355.369905: ${EVENT}`],
    ["columns moved by a quote", `>             init-1       [010] .....   355.369905: ${EVENT}`],
    [
      "a name of 15 characters with blanks and dashes",
      ` a-1 [2] 3.0: b-440   [010] ....   355.369905: ${EVENT}`,
    ],
    ["the same without its columns", `a-1 [2] 3.0: b-440 [010] .... 355.369905: ${EVENT}`],
    ["a name in UTF-8", `          pr\u00fcfung-7       [010] .....   355.369905: ${EVENT}`],
    ["CRLF", `            init-1       [010] .....   355.369905: ${EVENT}\r`],
    ["further fields", `            init-1       [010] .....   355.369905: ${EVENT} cold=0`],
  ])("%s", (_, line) => {
    // Twice: what the first line teaches must not change the second.
    const { pages, summary } = scan([`${line}\n${line}\n`]);
    expect(summary.damaged.first).toEqual([]);
    expect(pages).toHaveLength(2);
    expect(pages[0]).toMatchObject({
      name: "mm_page_free",
      cpu: 10,
      pfn: 0x182190,
      order: 2,
      migratetype: -1,
    });
    expect(pages[1]).toEqual(pages[0]);
    expect(pages[0]?.time).toBe(Number(/(\d+\.\d{6,9}): [mk]/.exec(line.replace(/: +/g, ": "))?.[1]));
  });

  test("fields in any order, and what one line teaches is not taken for another's", () => {
    const orders = [
      "page=0x9 pfn=0x1 order=1 migratetype=2",
      "page=0x9 pfn=0x2 order=2 migratetype=2",
      "order=3 page=0x9 pfn=0x3 migratetype=2",
      "order=4 page=0x9 pfn=0x4 migratetype=2",
      "order=5 pfn=0x5 migratetype=2",
      "order=6 pfn=0x6 migratetype=2",
      "migratetype=2 order=7 page=0x9 pfn=0x7",
      "migratetype=1 order=8 page=0x9 pfn=0x8",
      "pfn=0x9 order=9 migratetype=2 page=0x9",
      "page=0x9 cold=0 pfn=0xa order=10 migratetype=2",
      "page=0x9 pfn=0xb order=11 migratetype=2",
    ];
    const lines = orders.map(
      (fields) => `            init-1       [000] d..3.  1.000000: mm_page_pcpu_drain: ${fields}\n`,
    );
    for (const seen of [[], lines]) {
      const rows = scan([...seen, ...lines]).pages.slice(seen.length);
      expect(rows.map(({ pfn, order, migratetype }) => [pfn, order, migratetype])).toEqual(
        orders.map((_, i) => [i + 1, i + 1, i === 7 ? 1 : 2]),
      );
    }
  });

  test("ticks of a clock that does not count seconds", () => {
    const line = (ticks: string) => `            init-1       [000] .....  ${ticks}: ${EVENT}\n`;
    const { pages, summary } = scan([line("123456789012"), line("123456789013")]);
    expect(pages.map((event) => event.time)).toEqual([123_456_789_012, 123_456_789_013]);
    expect(summary.clock).toBe("ticks");
  });

  test.each([
    ["(null) in its columns", "page=          (null) pfn=0"],
    ["zeros", "page=0000000000000000 pfn=0x0"],
    ["a tool that prints the bare pfn", "pfn=18446744073709551615"],
  ])("a failed request: %s", (_, printed) => {
    const line = `            init-1       [000] .....  1.000000: mm_page_alloc: ${printed} order=3 migratetype=0 gfp_flags=GFP_ATOMIC\n`;
    expect(scan([line, line]).pages.map((event) => event.pfn)).toEqual([-1, -1]);
  });

  test("pfn 0 of a page that exists is no failure", () => {
    const line = `            init-1       [000] .....  1.000000: mm_page_alloc: page=(____ptrval____) pfn=0x0 order=3 migratetype=0 gfp_flags=none\n`;
    expect(scan([line, line]).pages.map(({ pfn, gfp }) => [pfn, gfp])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("a mark may hold anything, an event too", () => {
    const mark = "x-1     [000] .....     6.000000: mm_page_free: page=(____ptrval____) pfn=0x1 order=0";
    const { pages, side } = scan([
      `            init-1       [001] .....     6.5: tracing_mark_write: ${mark}\n${FTRACE}`,
    ]);
    expect(pages).toHaveLength(21);
    expect(side[0]?.fields).toEqual({ text: mark });
  });
});

test("an event's task, and how deep what an interrupt interrupted was", () => {
  const at: [number, number][] = [];
  const scanner = new TraceScanner({
    onBatch: ({ count, pid, interruptedDepth }) => {
      for (let i = 0; i < count; i++) at.push([pid[i] as number, interruptedDepth[i] as number]);
    },
  });
  const event = "1.5: mm_page_free: page=(____ptrval____) pfn=0x33 order=0\n";
  for (const head of ["a-7 [000] ..... ", "a-b-7 [000] ..s4. ", "<idle>-0 [001] d.h1. ", "a-8 [000] d..3. "])
    scanner.push(new TextEncoder().encode(`            ${head}${event}`));
  scanner.end();
  expect(at).toEqual([
    [7, 0],
    [7, 4],
    [0, 1],
    [8, 0],
  ]);
});

test("a victim of the OOM killer, whose name may look like a field", () => {
  const victim =
    "              dd-549     [000] ...1.    70.764602: mark_victim: pid=549 comm=x pid=1 total-vm=67796kB anon-rss=50680kB\n";
  const { side } = scan([FTRACE, victim]);
  expect(side.at(-1)).toEqual({
    at: 21,
    time: 70.764602,
    cpu: 0,
    pid: 549,
    name: "mark_victim",
    fields: { pid: 549 },
  });
});

const LINE = (pfn: number) =>
  `            init-1       [001] d..3.     ${pfn}.745164: mm_page_free: page=(____ptrval____) pfn=0x${pfn.toString(16)} order=0\n`;
const GOOD = Array.from({ length: 1000 }, (_, i) => LINE(i + 1));

describe("pieces", () => {
  test("any chunking gives the same", () => {
    const bytes = new TextEncoder().encode(FTRACE.replaceAll("init-1", "\u00fcber-1"));
    const whole = scan([bytes]);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        expect(scan(at.slice(1).map((end, i) => bytes.subarray(at[i], end)))).toEqual(whole);
      }),
    );
    expect(scan(Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)))).toEqual(whole);
  });

  test("a byte 0 that comes later is damage of its line, however the text comes", () => {
    const lines = [...GOOD, LINE(7).replace("pfn=0x7", "pfn=0x\0"), LINE(8)];
    const whole = scan([lines.join("")]);
    expect(whole.summary.damaged.first.map(({ line }) => line)).toEqual([1001]);
    expect(scan(lines)).toEqual(whole);
  });

  test("the last line needs no newline", () => {
    const cut = FTRACE.slice(0, FTRACE.indexOf("\n", FTRACE.indexOf("mm_page_pcpu_drain")));
    expect(scan([cut])).toEqual(scan([`${cut}\n`]));
    expect(scan([cut]).summary.counts.mm_page_pcpu_drain).toBe(1);
  });

  test("more events than a batch holds, and more than the buffer", () => {
    const lines = Array.from(
      { length: 150_000 },
      (_, i) =>
        `            init-${String(i % 3000).padEnd(7)} [00${i % 8}] .....  ${i}.000001: mm_page_free: page=(____ptrval____) pfn=0x${(i + 1).toString(16)} order=${i % 11}\n`,
    );
    const { pages, summary } = scan([lines.join("")]);
    expect(pages).toHaveLength(150_000);
    expect(
      pages.every(
        ({ pfn, order, cpu, time }, i) =>
          pfn === i + 1 && order === i % 11 && cpu === i % 8 && time === i + 1e-6,
      ),
    ).toBe(true);
    expect(summary).toMatchObject({ lines: 150_000, cpus: 8, damaged: { count: 0 } });
  });
});

describe("damage", () => {
  test.each([
    ["no pfn", "mm_page_free: page=(____ptrval____) order=0", "it has no 'pfn='"],
    ["no order", "mm_page_free: page=(____ptrval____) pfn=0x1", "it has no 'order='"],
    ["a bad pfn", "mm_page_free: page=(____ptrval____) pfn=0x1g order=0", "its 'pfn' can't be read"],
    ["an empty order", "mm_page_free: page=(____ptrval____) pfn=0x1 order=", "its 'order' can't be read"],
    [
      "a huge pfn",
      "mm_page_free: page=(____ptrval____) pfn=0x10000000000000 order=0",
      "its 'pfn' is 2^52 or more",
    ],
    ["a huge order", "mm_page_free: page=(____ptrval____) pfn=0x1 order=16", "its 'order' is above 15"],
    [
      "a type there is not",
      "mm_page_pcpu_drain: page=(____ptrval____) pfn=0x1 order=0 migratetype=6",
      "its 'migratetype' is above 5",
    ],
    ["no type", "mm_page_pcpu_drain: page=(____ptrval____) pfn=0x1 order=0", "it has no 'migratetype='"],
    [
      "two lines in one",
      `mm_page_free: page=(____ptrval____) pfn=0x1 order=0${LINE(7).trim()}`,
      "its 'order' can't be read",
    ],
    [
      "two events in one",
      `mm_page_free: page=(____ptrval____) pfn=0x1 order=0 ${LINE(7).trimEnd()}`,
      "it has 'page=' twice",
    ],
    [
      "flags that are none",
      "mm_page_alloc: page=(____ptrval____) pfn=0x1 order=0 migratetype=0 gfp_flags=GFP_KERNEL|x",
      "its 'gfp_flags' can't be read",
    ],
    [
      "compaction without its range",
      "mm_compaction_isolate_freepages: nr_scanned=1 nr_taken=0",
      "it has no 'range='",
    ],
    [
      "a range that is none",
      "mm_compaction_isolate_freepages: range=(0x1 nr_scanned=1 nr_taken=0",
      "its 'range' can't be read",
    ],
  ])("%s", (_, event, reason) => {
    const line = `            init-1       [001] d..3.     6.745164: ${event}`;
    const { pages, side, summary } = scan([...GOOD, line]);
    expect(summary.damaged).toEqual({
      count: 1,
      first: [{ line: 1001, reason, text: line.trim().slice(0, 148) }],
    });
    expect(pages).toHaveLength(1000);
    expect(side).toEqual([]);
  });

  test.each([
    ["cut at its start", "000] .....     6.745164: mm_page_free: page=(____ptrval____) pfn=0x1 order=0"],
    ["cut in its head", "            init-1       [00"],
    [
      "no time",
      "            init-1       [001] d..3.   : mm_page_free: page=(____ptrval____) pfn=0x1 order=0",
    ],
    ["garbage", "x\u0001\u0002 not a trace"],
  ])("a line without task, cpu and time: %s", (_, line) => {
    const { damaged } = scan([...GOOD, `${line}\n`, LINE(2000)]).summary;
    expect(damaged).toEqual({
      count: 1,
      first: [{ line: 1001, reason: "it has no task, cpu and time before an event", text: line.trim() }],
    });
  });

  test("other events, comments, stacks and blank lines are no damage", () => {
    const { summary } = scan([
      ...GOOD,
      "# a comment\n\n",
      "##### CPU 1 buffer started ####\n",
      "CPU:0 [LOST 123 EVENTS]\n",
      "CPU:1 [LOST EVENTS]\n",
      "            init-1       [001] d..3.     6.745164: sched_switch: prev_comm=x\n",
      "            init-1       [001] d..3.     6.745164: mm_page_alloc_other: x=1\n",
      "            init-1       [001] d..3.     6.745164: vfs_read <-ksys_read\n",
      "            init-1       [001] d..3.     6.745164: <stack trace>\n",
      " => free_pcp_prepare\n => 0xffffffff81000000\n",
      "\tffffffff81234567 free_unref_page+0x10 ([kernel.kallsyms])\n",
    ]);
    expect(summary.damaged.first).toEqual([]);
    expect(summary.others).toBe(4);
    expect(summary.lost).toEqual({ events: 123, gaps: 2, lateCpus: 1 });
  });

  test("1 % is borne, more is not; the first 20 are kept", () => {
    const damagedAt = (lines: number[]) =>
      GOOD.map((line, i) => (lines.includes(i) ? line.replace(" pfn=", " pfx=") : line));
    const ten = scan(damagedAt([100, 200, 300, 400, 500, 600, 700, 800, 900, 999])).summary;
    expect(ten.damaged.count).toBe(10);
    expect(ten.damaged.first.map(({ line }) => line)).toEqual([
      101, 201, 301, 401, 501, 601, 701, 801, 901, 1000,
    ]);
    const eleven = damagedAt([100, 200, 300, 400, 500, 600, 700, 800, 900, 998, 999]);
    const { sentence, damaged } = failureOf(() => scan(eleven), TraceError);
    expect(sentence).toMatch(
      /^10 of 999 event lines are damaged, more than 1 %: line 101: it has no 'pfn=' \("init-1/,
    );
    expect(damaged).toHaveLength(10);
    const many = [
      ...Array.from({ length: 3000 }, (_, i) => LINE(i + 1)),
      ...eleven.slice(0, 902),
      ...eleven.slice(0, 902),
      ...eleven.slice(0, 902),
    ];
    const { summary } = scan(many);
    expect(summary.damaged.count).toBe(27);
    expect(summary.damaged.first).toHaveLength(20);
  });

  test("the error comes while the text still comes, but not before 100 lines", () => {
    const scanner = new TraceScanner({ onBatch: () => {} });
    const bytes = new TextEncoder();
    scanner.push(bytes.encode(`${"garbage\n".repeat(50)}${GOOD.slice(0, 48).join("")}garbage\n`));
    expect(failureOf(() => scanner.push(bytes.encode("garbage\n")), TraceError).sentence).toContain(
      "52 of 100 event lines",
    );
  });

  test("a line of a gigabyte does not grow the buffer", () => {
    const garbage = "x".repeat(1 << 20);
    const { summary, pages } = scan([...GOOD, garbage, garbage, "\n", LINE(2000)]);
    expect(summary.damaged.first.map(({ line, reason }) => [line, reason])).toEqual([
      [1001, "it is longer than 256 KiB"],
    ]);
    expect(pages).toHaveLength(1001);
  });

  test("random damage throws nothing but TraceError and loses no other event", () => {
    const hit = fc.record({
      line: fc.nat(999),
      at: fc.nat(120),
      to: fc.uint8Array({ maxLength: 6 }),
      cut: fc.nat(12),
    });
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 9 }), (hits) => {
        const lines = GOOD.map((line) => new TextEncoder().encode(line));
        for (const { line, at, to, cut } of hits) {
          const old = lines[line] ?? new Uint8Array();
          // The newline stays, so that each damage keeps to its line; it may bring newlines of its own.
          const from = Math.min(at, old.length - 1);
          lines[line] = Uint8Array.from([
            ...old.subarray(0, from),
            ...to,
            ...old.subarray(Math.min(from + cut, old.length - 1)),
          ]);
        }
        const whole = new Set(GOOD.map((_, i) => i + 1));
        for (const { line } of hits) whole.delete(line + 1);
        try {
          const found = scan(lines).pages.filter(
            ({ pfn, time }) => whole.has(pfn) && Math.floor(time) === pfn,
          );
          expect(found.map(({ pfn }) => pfn)).toEqual([...whole]);
        } catch (error) {
          if (!(error instanceof TraceError)) throw error;
          expect(error.sentence).toMatch(/\.$/);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("any bytes at all", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...FTRACE.split(/(?<=\n)/)))),
        (pieces) => {
          try {
            scan(pieces);
          } catch (error) {
            if (!(error instanceof TraceError)) throw error;
            expect(error.sentence).toMatch(/\.$/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("what is no trace", () => {
  const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  test.each([
    ["gzip", bytes("\x1f\x8b\x08\x00abc"), /gzip\. Unpack it first/],
    ["trace.dat", bytes("\x17\x08\x44tracing6\0\0\0"), /trace-cmd report/],
    ["perf.data", bytes("PERFILE2h\0\0\0\0\0\0\0"), /perf script/],
    ["perf.data of another byte order", bytes("2ELIFREPh\0\0\0\0\0\0\0"), /perf script/],
    ["zstd", bytes("\x28\xb5\x2f\xfdabcdefghijklmnop"), /zstd/],
    ["other binary", bytes(`ELF\0${"x".repeat(40)}`), /binary/],
    ["nothing", bytes(""), /no allocated or freed page, only 0 lines/],
    [
      "another trace",
      bytes(`            init-1       [001] d..3.     6.745164: sched_switch: prev_comm=x\n`),
      /1 events of other kinds, the first of which reads "sched_switch: prev_comm=x"/,
    ],
    ["a log", bytes("Linux version 6.1\n".repeat(200)), /100 of 100 event lines are damaged/],
  ])("%s", (_, content, sentence) => {
    expect(failureOf(() => scan([content]), TraceError).sentence).toMatch(sentence);
    const single = Array.from(content, (_, i) => content.subarray(i, i + 1));
    expect(failureOf(() => scan(single), TraceError).sentence).toMatch(sentence);
  });
});
