/** A stream as the text that ftrace would have written of it. */

import { Player } from "./machine";
import type { Stream } from "./stream";

const NEXT_EVENT_US = 2;
/** No line is longer. */
const LINE_BYTES = 192;
const GFP_NAMES = [
  "GFP_KERNEL",
  "GFP_HIGHUSER_MOVABLE",
  "GFP_KERNEL|__GFP_RECLAIMABLE",
  "GFP_ATOMIC",
  "GFP_NOWAIT",
  "GFP_KERNEL|__GFP_HIGH",
  "GFP_KERNEL|GFP_DMA32",
  "GFP_KERNEL|GFP_DMA",
];
const MIGRATETYPES = [0, 1, 2, 0, 0, 0, 0, 0];
const HEAD =
  "# tracer: nop\n#\n#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n#              | |         |   |||||     |         |\n";

/** One line for each operation that was served; pages have the numbers that our allocator gives them. */
export function ftraceText(stream: Stream): { text: Uint8Array; events: number } {
  const encoder = new TextEncoder();
  const text = new Uint8Array(HEAD.length + stream.operations.length * LINE_BYTES);
  let used = encoder.encodeInto(HEAD, text).written;
  let events = 0;
  let us = 1_000_000;
  new Player(stream).eachOperation((isFree, gfpClass, order, cpu, frame) => {
    if (frame < 0) return;
    us += NEXT_EVENT_US;
    const time = `${Math.floor(us / 1e6)}.${String(us % 1e6).padStart(6, "0")}`.padStart(12);
    const page = `page=(____ptrval____) pfn=0x${frame.toString(16)} order=${order}`;
    const event = isFree
      ? `mm_page_free: ${page}`
      : `mm_page_alloc: ${page} migratetype=${MIGRATETYPES[gfpClass]} gfp_flags=${GFP_NAMES[gfpClass]}`;
    const line = `            bench-100     [00${cpu}] ..... ${time}: ${event}\n`;
    used += encoder.encodeInto(line, text.subarray(used)).written;
    events++;
  });
  return { text: text.subarray(0, used), events };
}
