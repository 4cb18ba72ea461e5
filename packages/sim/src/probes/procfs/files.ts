import type { ProcFile } from "../../output";
import { count } from "../../text";
import { buddyinfo } from "./buddyinfo";
import { extfragIndexFile, unusableIndexFile } from "./extfrag";
import { pagetypeinfo } from "./pagetypeinfo";
import type { ProcView } from "./view";
import { vmstat } from "./vmstat";
import { zoneinfo } from "./zoneinfo";

/** A file with more is cut: a result goes to everybody who watches, and a machine may have thousands of cpus. */
export const MAX_FILE_CHARACTERS = 64 * 1024;

const FILES: { path: string; write(view: ProcView): string; leftOut: string }[] = [
  { path: "/proc/buddyinfo", write: buddyinfo, leftOut: "" },
  {
    path: "/proc/pagetypeinfo",
    write: pagetypeinfo,
    leftOut: "Not simulated, hence left out: the table of mixed blocks that page_owner=on adds.",
  },
  {
    path: "/proc/zoneinfo",
    write: zoneinfo,
    leftOut:
      "Not simulated, hence left out: per-node stats; LRU, mlock, bounce and zspages counters; NUMA events; " +
      "node_unreclaimable.",
  },
  {
    path: "/proc/vmstat",
    write: vmstat,
    leftOut:
      "Not simulated, hence left out: LRU, page cache, slab, swap-in, NUMA, huge page and writeback counters, and every " +
      "event without a line.",
  },
  { path: "/sys/kernel/debug/extfrag/unusable_index", write: unusableIndexFile, leftOut: "" },
  { path: "/sys/kernel/debug/extfrag/extfrag_index", write: extfragIndexFile, leftOut: "" },
];

/** Every file of a machine, in bounded size. */
export function procFiles(view: ProcView): ProcFile[] {
  return FILES.map(({ path, write, leftOut }) => cut({ path, text: write(view), leftOut }));
}

/** Cut behind the last line that fits. */
function cut(file: ProcFile): ProcFile {
  if (file.text.length <= MAX_FILE_CHARACTERS) return file;
  const text = file.text.slice(0, file.text.lastIndexOf("\n", MAX_FILE_CHARACTERS - 1) + 1);
  const lines = (of: string) => of.split("\n").length - 1;
  const shown = `Cut to the first ${count(lines(text))} of ${count(lines(file.text))} lines.`;
  return { ...file, text, leftOut: `${shown} ${file.leftOut}`.trim() };
}
