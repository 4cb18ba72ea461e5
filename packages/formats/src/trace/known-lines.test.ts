import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TraceError } from "../index";
import { type PageEventRow, scan } from "../test/traces";

const PAGES = [
  "(____ptrval____)",
  "00000000dc8c03bd",
  "0xffffea0006084640",
  "dc8c03bd",
  "(null)",
  "dc8c 3bd",
];
const PFNS = [
  ...[
    "0x0",
    "0x1",
    "0x12",
    "0xabc",
    "0x12345",
    "0x182190",
    "0x1234567",
    "0x7fffffff",
    "0x80000000",
    "0x123456789",
  ],
  ...[
    "7",
    "42",
    "123",
    "98765",
    "1234567",
    "12345678",
    "123456789",
    "0x",
    "12ab",
    "0x12g4",
    "99999999999999999999",
  ],
];
const FLAGS = [
  ...["GFP_KERNEL", "GFP_ATOMIC", "GFP_HIGHUSER_MOVABLE", "GFP_HIGHUSER_MOVABLE|__GFP_COMP", "none", "GFP_"],
  ...[
    "GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO",
    "GFP_KERNEL|__GFP_NOWARN|__GFP_NORETRY|__GFP_RECLAIMABLE",
  ],
  "GFP_NOFS|__GFP_NOWARN|__GFP_RETRY_MAYFAIL|__GFP_NORETRY|__GFP_COMP|__GFP_NOMEMALLOC|__GFP_HARDWALL|__GFP_ZERO",
];
const TIMES = [
  "9.999998",
  "9.999999",
  "10.000000",
  "123.456789",
  "123.456790",
  "12345.000001",
  "98765432.100000",
];
const OTHER_TIMES = ["123.456789123", "456", "1234567890123", "9.9", ".5", "12.34567a", "12.345678"];

/** Few tasks, so that all kinds of lines repeat; two have the same pid. */
const who = fc.constantFrom(
  "init-1    ",
  "sh-1      ",
  "kworker/0:1-17   ",
  "<...>-2000001",
  "<idle>-0    ",
  "a-b-3  ",
);
const time = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...TIMES) }, fc.constantFrom(...OTHER_TIMES));
const header = fc.oneof(
  fc
    .tuple(
      who,
      fc.constantFrom("[000] .....", "[001] d.h1.", "[000] d.s2.", "[002]", "(   12) [001] ....."),
      time,
    )
    .map(([task, cpu, at]) => `${task.padStart(26)} ${cpu} ${at.padStart(12)}: `),
  fc.tuple(fc.nat(3), time).map(([cpu, at]) => `            init     1 [00${cpu}] ${at}:       kmem:`),
);
const kind = fc.constantFrom(
  ...[
    "mm_page_alloc",
    "mm_page_free",
    "mm_page_free_batched",
    "mm_page_pcpu_drain",
    "mm_page_alloc_zone_locked",
  ],
);
const event = fc
  .record({
    kind,
    page: fc.option(fc.constantFrom(...PAGES)),
    pfn: fc.constantFrom(...PFNS),
    order: fc.constantFrom(0, 1, 9, 16),
    type: fc.constantFrom(0, 1, 2, 6),
    flags: fc.constantFrom(...FLAGS),
    end: fc.constantFrom("", "", "", "\r", " ", " more=1"),
  })
  .map(({ kind, page, pfn, order, type, flags, end }) => {
    const block = `${page === null ? "" : `page=${page} `}pfn=${pfn} order=${order}`;
    const rest = {
      mm_page_alloc: ` migratetype=${type} gfp_flags=${flags}`,
      mm_page_pcpu_drain: ` migratetype=${type}`,
      mm_page_alloc_zone_locked: ` migratetype=${type} percpu_refill=${order & 1}`,
    }[kind];
    return `${kind}: ${block}${rest ?? ""}${end}`;
  });
const line = fc.tuple(header, event).map(([before, what]) => `${before}${what}\n`);

/** What a line says to a scanner that has met no other: nothing, if it is damaged. */
function alone(text: string): PageEventRow[] {
  const pages: PageEventRow[] = [];
  try {
    // Behind a comment, for what a text starts with says whether it is one.
    scan(["# tracer: nop\n#\n", text], pages);
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
  }
  return pages;
}

describe("lines that were met before", () => {
  test("say what each says alone, and damaged ones nothing", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 10, maxLength: 25 }), (lines) => {
        const rows = new Map(lines.map((text) => [text, alone(text)]));
        const whole = lines.filter((text) => rows.get(text)?.length === 1);
        const damaged = lines.filter((text) => rows.get(text)?.length === 0);
        fc.pre(whole.length > 0);
        const often = Array.from({ length: 101 }, (_, i) => whole[(i * i) % whole.length] as string);
        const all = [...often, ...damaged.flatMap((text) => [text, ...often])];
        const { pages, summary } = scan([all.join("")]);
        expect(pages).toEqual(all.flatMap((text) => rows.get(text) ?? []));
        expect(summary.lines).toBe(all.length);
        expect(summary.damaged.count).toBe(damaged.length);
      }),
      { numRuns: 40 },
    );
  });

  test("are not taken for others of the same length, whichever character differs", () => {
    const text =
      "            init-1       [001] d.h1.   123.456789: mm_page_alloc: page=00000000dc8c03bd pfn=0x182190 order=2 migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO\n";
    const rows = alone(text);
    for (let at = 0; at < text.length - 1; at++) {
      for (const other of [" ", "7", "\u00ff", "\n"]) {
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        const { pages } = scan([text.repeat(201), changed, text]);
        expect(pages.slice(200), changed).toEqual([...rows, ...alone(changed), ...rows]);
      }
    }
  });
});
