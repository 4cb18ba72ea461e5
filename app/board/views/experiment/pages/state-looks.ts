import type { PageState } from "@carveout/sim";

/** How a page state is drawn: token, pattern and letter of the design language, and its word. */
export interface StateLook {
  /** Token without dashes, e.g. "k-free". */
  token: string;
  pattern: "plain" | "diag" | "dots" | "horizontal" | "vertical" | "cross";
  /** Its key, too: it picks the state out. */
  letter: string;
  label: string;
}

export const STATE_LOOKS: Readonly<Record<PageState, StateLook>> = {
  free: { token: "k-free", pattern: "plain", letter: "F", label: "free" },
  cma: { token: "k-cma", pattern: "plain", letter: "C", label: "free, CMA" },
  isolated: { token: "k-free", pattern: "cross", letter: "I", label: "free, isolated" },
  pcp: { token: "k-use", pattern: "plain", letter: "B", label: "per-cpu lists" },
  unmovable: { token: "k-unmov", pattern: "plain", letter: "U", label: "unmovable" },
  movable: { token: "k-mov", pattern: "plain", letter: "M", label: "movable" },
  reclaimable: { token: "k-recl", pattern: "vertical", letter: "L", label: "reclaimable" },
  pinned: { token: "k-mov", pattern: "diag", letter: "P", label: "pinned" },
  shadow: { token: "k-shadow", pattern: "diag", letter: "S", label: "shadow" },
  origin: { token: "k-origin", pattern: "dots", letter: "O", label: "origin" },
  page_ext: { token: "k-ext", pattern: "cross", letter: "E", label: "page_ext" },
  tag_storage: { token: "k-tag", pattern: "vertical", letter: "T", label: "tag storage" },
  page_table: { token: "k-ext", pattern: "horizontal", letter: "G", label: "page tables" },
  memmap: { token: "k-resv", pattern: "diag", letter: "D", label: "memmap" },
  device: { token: "k-use", pattern: "dots", letter: "Z", label: "device" },
  reserved: { token: "k-resv", pattern: "horizontal", letter: "X", label: "reserved" },
  absent: { token: "k-hole", pattern: "diag", letter: "H", label: "hole" },
};
