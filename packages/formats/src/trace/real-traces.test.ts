/** The traces of real kernels against a reader that could not be plainer, and against what was counted when they were recorded. */

import { describe, expect, test } from "vitest";
import { type PageEventRow, realData, scan, TRACES } from "../test/traces";
import { GfpReader } from "./gfp-flags";

const LINE = /^ *(.+)-(\d+) +\[(\d+)\] \S+ +(\d+\.\d+): (\w+): (.*)$/;
const PAGE_EVENT = /^mm_page_(alloc|free|free_batched|pcpu_drain|alloc_zone_locked)$/;

function field(text: string, name: string): number | undefined {
  const value = new RegExp(` ${name}=(\\S+)`).exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}

/** By regular expressions, a line at a time. */
function plainly(text: string): { pages: PageEventRow[]; sideNames: string[] } {
  const pages: PageEventRow[] = [];
  const sideNames: string[] = [];
  const gfp = new GfpReader();
  for (const line of text.split("\n")) {
    const [, , , cpu, time, name, rest] = LINE.exec(line) ?? [];
    if (name === undefined || rest === undefined) continue;
    if (!PAGE_EVENT.test(name)) {
      sideNames.push(name);
      continue;
    }
    const flags = /gfp_flags=(\S+)/.exec(rest)?.[1];
    pages.push({
      name,
      cpu: Number(cpu),
      time: Number(time),
      pfn: rest.startsWith("page=0000000000000000 ") ? -1 : (field(rest, "pfn") ?? Number.NaN),
      order: field(rest, "order") ?? Number.NaN,
      migratetype: field(rest, "migratetype") ?? -1,
      gfp: flags === undefined ? 0 : (gfp.parse(flags) ?? Number.NaN),
      percpuRefill: field(rest, "percpu_refill") ?? 0,
    });
  }
  return { pages, sideNames };
}

const KEYS = ["name", "cpu", "time", "pfn", "order", "migratetype", "gfp", "percpuRefill"] as const;

function isSame(a: PageEventRow, b: PageEventRow | undefined): boolean {
  return KEYS.every((key) => a[key] === b?.[key]);
}

/** "{'fail': 1, 0: 47880, 1: 1195}" behind its title, from what was counted when the traces were recorded. */
function counted(summary: string, trace: string, title: string): Record<string, number> {
  const part = summary.slice(summary.indexOf(`${trace} events`));
  const [, list = ""] = new RegExp(`${title} \\{([^}]*)\\}`).exec(part) ?? [];
  return Object.fromEntries(
    list.split(", ").map((entry) => {
      const [key = "", value] = entry.split(": ");
      return [key.replaceAll("'", ""), Number(value)];
    }),
  );
}

function tally(events: PageEventRow[], key: (event: PageEventRow) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const event of events) counts[key(event)] = (counts[key(event)] ?? 0) + 1;
  return counts;
}

const SUMMARY = realData("SUMMARY.md");

describe.skipIf(SUMMARY === undefined).each(TRACES)("%s", (trace) => {
  test("is read as plainly as can be, and as it was counted", () => {
    const bytes = realData(`${trace}/trace.txt.gz`) ?? new Uint8Array();
    const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, i) =>
      bytes.subarray(i * 65_536, (i + 1) * 65_536),
    );
    const { pages, side, summary } = scan(pieces);
    const plain = plainly(new TextDecoder().decode(bytes));
    expect(pages.length).toBeGreaterThan(200_000);
    expect(pages.length).toBe(plain.pages.length);
    const different = pages.findIndex((event, i) => !isSame(event, plain.pages[i]));
    expect(pages[different]).toEqual(plain.pages[different]);
    expect(side.map((event) => event.name)).toEqual(plain.sideNames);

    const counts = new TextDecoder().decode(SUMMARY);
    const of = (name: string) => pages.filter((event) => event.name === name);
    const succeeded = of("mm_page_alloc").filter((event) => event.pfn >= 0);
    const failed = of("mm_page_alloc").length - succeeded.length;
    expect({
      ...tally(succeeded, (event) => String(event.order)),
      ...(failed > 0 && { fail: failed }),
    }).toEqual(counted(counts, trace, "alloc by order"));
    expect(tally(of("mm_page_free"), (event) => String(event.order))).toEqual(
      counted(counts, trace, "free by order"),
    );
    expect(tally(succeeded, (event) => String(event.migratetype))).toEqual(
      counted(counts, trace, "alloc by migratetype"),
    );
    const events = Number(new RegExp(`${trace} events (\\d+)`).exec(counts)?.[1]);
    expect(pages.length + side.length).toBe(events);
    expect(summary).toMatchObject({ others: 0, backwards: 0, clock: "seconds", unknownFlags: [] });
    expect(summary.damaged.first).toEqual([]);
    expect(summary.buffer).toEqual({ entries: events, written: events, cpus: summary.cpus });
    expect(summary.lost).toEqual({ events: 0, gaps: 0, lateCpus: 0 });
  });
});
