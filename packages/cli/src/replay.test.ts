import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { main } from "./main";

const FOLDER = mkdtempSync(join(tmpdir(), "carveout-replay-"));

async function carveout(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const streams = { out: "", err: "" };
  const status = await main(["replay", ...args], {
    out: (text) => (streams.out += text),
    err: (text) => (streams.err += text),
  });
  return { status, ...streams };
}

function file(name: string, content: string | Uint8Array, folder = FOLDER): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** 32 MiB: zones DMA (pfns 1 to 4095) and DMA32. */
const PROFILE = file(
  "profile.json",
  JSON.stringify({
    name: "tiny",
    fields: { banks: { b1: { baseBytes: 4096, sizeBytes: 32 * 2 ** 20 - 4096, nid: 0 } } },
  }),
);

const line = (at: number, event: string) =>
  `            init-1       [000] .....     1.${String(at).padStart(6, "0")}: ${event}`;
const alloc = (pfn: number) =>
  `mm_page_alloc: page=(____ptrval____) pfn=0x${pfn.toString(16)} order=0 migratetype=0 gfp_flags=GFP_KERNEL`;
const free = (pfn: number) => `mm_page_free: page=(____ptrval____) pfn=0x${pfn.toString(16)} order=0`;
const TRACE = [
  line(1, "tracing_mark_write: SNAP_before_BEGIN"),
  line(
    2,
    "mm_page_alloc_extfrag: page=(____ptrval____) pfn=0x1800 alloc_order=0 fallback_order=10 pageblock_order=9 alloc_migratetype=0 fallback_migratetype=1 fragmenting=0 change_ownership=1",
  ),
  line(2, alloc(0x1800)),
  line(3, alloc(0x1801)),
  line(4, free(0x1800)),
  line(5, "tracing_mark_write: SNAP_after_BEGIN"),
  "",
].join("\n");
const trace = file("trace.txt", TRACE);

const zone = (name: string, start: number, managed: number) => `Node 0, zone ${name.padStart(8)}
  pages free     ${managed}
        boost    0
        min      32
        low      40
        high     48
        spanned  4096
        present  ${managed}
        managed  ${managed}
        cma      0
        protection: (0, 0, 0, 0)
  pagesets
    cpu: 0
              count: 0
              high:  40
              batch: 7
  start_pfn:           ${start}
`;
const ZONEINFO = zone("DMA", 1, 3072) + zone("DMA32", 4096, 4096);
const buddyinfo = (dma32: string) =>
  `Node 0, zone      DMA      0      0      0      0      0      0      0      0      0      0      3\nNode 0, zone    DMA32 ${dma32}\n`;

function snapshots(name: string, after: string): string {
  const folder = join(FOLDER, name);
  file("before.buddyinfo.txt", buddyinfo("0 0 0 0 0 0 0 0 0 0 4"), folder);
  file("before.zoneinfo.txt", ZONEINFO, folder);
  file("after.buddyinfo.txt", buddyinfo(after), folder);
  return folder;
}

/** One order-10 block was cut for a refill of seven pages. */
const CUT = "1 0 0 1 1 1 1 1 1 1 3";

describe("carveout replay", () => {
  test("prints predicted and measured, and is content where they agree", async () => {
    const folder = snapshots("good", CUT);
    const { status, out, err } = await carveout(
      trace,
      "--profile",
      PROFILE,
      "--start-state",
      folder,
      "--compare",
      folder,
    );
    expect(err).toBe("");
    expect(out).toContain("after: free 0.000 %, orders 0.00 % apart, unusable index 0.0000");
    expect(out).toContain("2 allocations, ");
    expect(status).toBe(0);
  });

  test("figures outside their bounds are status 1", async () => {
    const folder = snapshots("bad", "0 0 0 0 0 0 0 0 0 0 3");
    const { status, out } = await carveout(
      trace,
      "--profile",
      PROFILE,
      "--start-state",
      folder,
      "--compare",
      folder,
    );
    expect(out).toContain("after: free +16.553 %");
    expect(status).toBe(1);
  });

  test("gzip or plain, text or JSON: the same figures", async () => {
    const folder = snapshots("both", CUT);
    const packed = file("trace.txt.gz", gzipSync(TRACE));
    const more = ["--profile", PROFILE, "--start-state", folder, "--compare", folder, "--json"];
    const [plain, gzip] = [await carveout(trace, ...more), await carveout(packed, ...more)];
    expect(gzip.out).toBe(plain.out);
    const { snapshots: found, counts } = JSON.parse(plain.out);
    expect(found.map(({ name }: { name: string }) => name)).toEqual(["after"]);
    expect(counts).toMatchObject({ allocations: 2, frees: 1, failed: 0 });
  });

  test("strategies take their part: lazily allocated KMSAN metadata costs two pages for each", async () => {
    const strategy = file(
      "lazy.json",
      JSON.stringify({ family: "kmsan", type: "lazy", params: { onFree: "keep" } }),
    );
    const [without, lazy] = [
      await carveout(trace, "--profile", PROFILE, "--json"),
      await carveout(trace, "--profile", PROFILE, "--strategy", strategy, "--json"),
    ];
    expect([without.err, lazy.err]).toEqual(["", ""]);
    expect(JSON.parse(lazy.out).events.pcpRefills).toBeGreaterThan(JSON.parse(without.out).events.pcpRefills);
  });

  test("damaged lines are counted and named", async () => {
    const movable = (pfn: number) =>
      alloc(pfn).replace(
        "migratetype=0 gfp_flags=GFP_KERNEL",
        "migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE",
      );
    const many = Array.from({ length: 300 }, (_, i) => line(10 + i, movable(0x1900 + i)));
    const damaged = file("damaged.txt", `${many.join("\n")}\n${line(400, "mm_page_free: page=(____pt")}\n`);
    const { out, status } = await carveout(damaged, "--profile", PROFILE);
    expect(status).toBe(0);
    expect(out).toContain("1 damaged lines were skipped.\nline 301: ");
  });

  const folder = snapshots("errors", CUT);
  test.each([
    ["no profile", [trace], "Name the machine's profile with --profile FILE"],
    ["no trace", ["--profile", PROFILE], "Name one trace to replay"],
    ["a missing trace", [join(FOLDER, "none"), "--profile", PROFILE], "none: there is no such file."],
    ["a profile that is none", [trace, "--profile", file("no.json", "[]")], "no.json: this is no profile"],
    ["broken JSON", [trace, "--profile", file("broken.json", "{")], "broken.json: this is not JSON"],
    [
      "a field out of range",
      [trace, "--profile", file("odd.json", '{"fields":{"maxOrder":99}}')],
      "odd.json: machine.maxOrder: ",
    ],
    [
      "a strategy that there is not",
      [trace, "--profile", PROFILE, "--strategy", file("s.json", '{"family":"x"}')],
      "s.json: ",
    ],
    [
      "an empty folder",
      [trace, "--profile", PROFILE, "--start-state", join(FOLDER, "empty")],
      "there is no buddyinfo",
    ],
    [
      "a folder that is none",
      [trace, "--profile", PROFILE, "--compare", join(FOLDER, "nowhere")],
      "there is no such folder",
    ],
    [
      "no trace at all in the text",
      [file("letter.txt", "Dear all,\nhere is a trace.\n"), "--profile", PROFILE],
      "letter.txt: ",
    ],
    [
      "half a gzip file",
      [file("cut.gz", gzipSync(TRACE.repeat(50)).subarray(0, 90)), "--profile", PROFILE],
      "cut.gz: this gzip file is damaged or cut off",
    ],
  ])("%s is one clear sentence and status 2", async (_, args, sentence) => {
    mkdirSync(join(FOLDER, "empty"), { recursive: true });
    const { status, out, err } = await carveout(...args);
    expect(err).toMatch(/^carveout: .*\n$/);
    expect(err).toContain(sentence);
    expect([status, out]).toEqual([2, ""]);
  });

  test("a start state without its mark in the trace", async () => {
    copyFileSync(join(folder, "before.zoneinfo.txt"), join(folder, "zoneinfo.txt"));
    file("kpageflags_before.u64le", new Uint8Array(8 * 8192), folder);
    const { err, status } = await carveout(
      file("unmarked.txt", `${line(1, alloc(0x1800))}\n`),
      "--profile",
      PROFILE,
      "--start-state",
      folder,
    );
    expect(err).toContain("there is no mark SNAP_before_BEGIN");
    expect(status).toBe(2);
  });
});
