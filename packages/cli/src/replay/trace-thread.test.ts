import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { TraceEvents } from "@carveout/sim";
import { beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../../../../scripts/lib/bundle.mjs";
import { BadInput } from "../exit";
import { readTrace } from "./trace-file";
import { scanWith } from "./trace-thread";

const FOLDER = mkdtempSync(join(tmpdir(), "carveout-thread-"));
const SCRIPT = pathToFileURL(join(FOLDER, "scan-worker.js"));

function file(name: string, content: string | Uint8Array): string {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
}

/** More batches than may wait for the reader. */
const EVENTS = 350_000;
function text(): string {
  const lines: string[] = [];
  for (let i = 0; i < EVENTS; i++) {
    const at = `      task-${i % 7}       [00${i % 3}] d.h${i % 4}.     ${i % 90}.000001: `;
    const block = `page=0x0 pfn=${i} order=${i % 11}`;
    lines.push(
      i % 5000 === 7
        ? `${at}mm_vmscan_kswapd_sleep: nid=${i % 2}`
        : i % 2 === 0
          ? `${at}mm_page_alloc: ${block} migratetype=${i % 3} gfp_flags=GFP_KERNEL`
          : `${at}mm_page_alloc_zone_locked: ${block} migratetype=1 percpu_refill=1`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** Every event as a row, with what stands between them. */
function rowsOf(into: string[]) {
  return (e: TraceEvents) => {
    let hash = 0;
    for (let i = 0; i < e.count; i++)
      for (const column of [
        e.kind,
        e.cpu,
        e.pid,
        e.interruptedDepth,
        e.pfn,
        e.order,
        e.migratetype,
        e.gfp,
        e.percpuRefill,
      ])
        hash = (Math.imul(hash, 31) + (column[i] as number)) | 0;
    into.push(`${e.count} ${hash} ${JSON.stringify(e.side)}`);
  };
}

beforeAll(async () => {
  await bundle({ "scan-worker": "packages/cli/src/replay/scan-worker.ts" }, FOLDER);
});

const never = () => {};

describe("a trace that is read in a thread", () => {
  test("comes batch by batch as it does without, plain and gzip", async () => {
    const content = text();
    for (const path of [file("plain.txt", content), file("trace.gz", gzipSync(content, { level: 1 }))]) {
      const here: string[] = [];
      const there: string[] = [];
      const shares: number[] = [];
      const expected = await readTrace(path, rowsOf(here));
      const summary = await scanWith(SCRIPT, path, rowsOf(there), (share) => shares.push(share));
      expect(there.length).toBeGreaterThan(4);
      expect(there).toEqual(here);
      expect(summary).toEqual(expected);
      expect(shares).toHaveLength(there.length);
    }
  });

  test("what is wrong with it is said in the same words", async () => {
    const cut = gzipSync("x".repeat(100_000)).subarray(0, 60);
    for (const path of [file("no.txt", "nothing\n"), file("cut.gz", cut), join(FOLDER, "missing")]) {
      const expected: unknown = await readTrace(path, never).catch((error: unknown) => error);
      expect(expected).toBeInstanceOf(BadInput);
      await expect(scanWith(SCRIPT, path, never, never)).rejects.toEqual(expected);
    }
  });

  test("ends with whoever takes the events, though it waits for room", async () => {
    const refuse = () => {
      throw new RangeError("enough");
    };
    await expect(scanWith(SCRIPT, file("plain.txt", text()), refuse, never)).rejects.toThrow("enough");
  });
});
