/**
 * What a run says. Everything is plain data (numbers are finite; pages and counts are integers), so that a result has one canonical
 * JSON and one hash.
 */

import type { MachineInput, PmemNamespace } from "./input";
import type { PageState } from "./page-states";

/** Where the present pages are. The counts sum up to `presentPages`. */
export interface MemorySplit {
  presentPages: number;
  /** Pages that callers can get for their own data. See `usable`. */
  usablePages: number;
  shadowPages: number;
  originPages: number;
  pageExtPages: number;
  memmapPages: number;
  /** Pages that hold MTE tags, or are kept for them and can hold nothing else. */
  tagStoragePages: number;
  /** Pages of page tables that a strategy took from the allocator; those of boot are reserved pages. */
  pageTablePages: number;
  /** Pages that are reserved, wholly or in part: an allocation of a few bytes costs the page. */
  reservedPages: number;
  /** Never handed to anybody: KMSAN's leftover. */
  leakedPages: number;
  /** "exact": usablePages stands after boot. "at most": metadata is taken while running, the figure is the ceiling. */
  usable: "exact" | "at most";
}

export type Severity = "error" | "warning" | "info";

/** A finding about a well-formed input. An error means no run. */
export interface Diagnostic {
  severity: Severity;
  part: "machine" | "strategy" | "workload";
  /** The family where `part` is "strategy". */
  family?: string;
  /** Field in the part, e.g. "banks[0].sizeBytes" or "orderWeights". */
  field: string;
  /** One sentence with its numbers and units. */
  sentence: string;
  /** Kernel file and function, or mail. */
  source?: string;
}

/** Closed form, well under a millisecond. */
export interface Estimate {
  memory: MemorySplit;
}

/** One step of a cause chain, from the request (first) to the root (last). */
export interface CauseStep {
  /** Stable name, e.g. "request", "no-block", "origin-missing". */
  code: string;
  sentence: string;
  facts: Record<string, number | string>;
  source?: string;
  remedies?: Remedy[];
}

/** What decided here, and what would have decided otherwise. Whether that serves the load, a run shows. */
export type Remedy = ChoiceRemedy | MachineRemedy;

/** A choice in a family. */
export interface ChoiceRemedy {
  family: string;
  /** The strategy it takes: the variant's own with other values, or another of the family. */
  type: string;
  /** The values that it is about. Those that the variant's own strategy has as well stay as they are, others are defaults. */
  params: Record<string, number | string | boolean>;
  /** What would be otherwise with it. */
  sentence: string;
}

/** Settings of the machine. */
export interface MachineRemedy {
  machine: MachineSettings;
  /** What would be otherwise with them. */
  sentence: string;
}

/** Values of the machine's own fields, and those that every one of its namespaces is to have. */
export interface MachineSettings {
  fields?: Partial<Pick<MachineInput, "debugPagealloc" | "rodataFull">>;
  namespaces?: Partial<Pick<PmemNamespace, "map">>;
}

/** Failures of one cause. `chain` is the first one's. */
export interface FailureGroup {
  /** What failed, e.g. "Order-9 request" or "Read of /proc/kpageflags". */
  subject: string;
  /** Of the request that failed; -1 where it was no page request. */
  order: number;
  count: number;
  firstMs: number;
  lastMs: number;
  chain: CauseStep[];
  /** A pfn that shows the cause, or -1 where there is none. */
  examplePfn: number;
  /** How many there were in the stretch that ends with a sample of the series, where there were any. */
  overTime: { sample: number; count: number }[];
}

/** Equal-length columns, one row per sample; sample 0 is the machine right after boot. */
export interface Series {
  tMs: number[];
  freePages: number[];
  /** Pages in per-cpu lists: neither free to others nor in use. */
  pcpPages: number[];
  /** Pages that hold callers' data. */
  dataPages: number[];
  /** Metadata pages taken from the running allocator. */
  metadataPages: number[];
  /** freeBlocks[order][sample], as a line of /proc/buddyinfo, over all zones. */
  freeBlocks: number[][];
  /** unusable[order][sample], permille, as mm/vmstat.c unusable_free_index() (0 to 1000), over all zones. */
  unusable: number[][];
  /** fragmentation[order][sample], permille, as mm/vmstat.c __fragmentation_index() (-1000 where a request would be served), over all zones. */
  fragmentation: number[][];
  /** What the variant's families tell, in the order of their names. */
  gauges: GaugeSeries[];
}

export type FigureUnit = "pages" | "bytes" | "count" | "percent";

/** One number that a family tells of, sampled over the run. */
export interface GaugeSeries {
  /** The strategy's family. */
  family: string;
  key: string;
  label: string;
  unit: FigureUnit;
  /** As long as the other columns. */
  values: number[];
}

/** One number that a family tells of at the end, or so far. An address is hexadecimal text, for it does not fit a number. */
export type Figure = {
  key: string;
  label: string;
  /** What it counts, where the label does not say it. */
  help?: string;
  source?: string;
} & ({ unit: FigureUnit; value: number } | { unit: "address"; value: string });

export interface FamilyFigures {
  family: string;
  /** The strategy's type. */
  type: string;
  figures: Figure[];
}

/** The kernel stopped: what a simulated panic was about. */
export interface Panic {
  tMs: number;
  /** One sentence, as the oops would begin. */
  sentence: string;
  /** Address of the fault as hexadecimal text, e.g. "0xfffffffffffffffe"; "" where there is none. */
  address: string;
  chain: CauseStep[];
}

export interface OrderCounts {
  order: number;
  requested: number;
  failed: number;
}

export interface ZoneReport {
  nid: number;
  name: string;
  startPfn: number;
  spannedPages: number;
  presentPages: number;
  managedPages: number;
  /** Watermarks in pages, without a boost. */
  watermarks: { min: number; low: number; high: number; promo: number };
  /** Pages kept from requests that may use each zone of the node, as the "protection" line of /proc/zoneinfo. */
  lowmemReserve: number[];
  /** Each cpu's lists: pages moved at a time, and how many they hold. */
  pcp: { batch: number; high: number };
  /** Free blocks per order at the end of the run, as a line of /proc/buddyinfo. */
  freeBlocks: number[];
}

/** A file of the simulated machine, as its kernel would print it at that moment. */
export interface ProcFile {
  /** e.g. "/proc/buddyinfo". */
  path: string;
  text: string;
  /** What the kernel prints and this text does not, as sentences; "" if nothing. */
  leftOut: string;
}

export interface RunResult {
  /** Version of the core that made it. */
  core: string;
  memory: MemorySplit;
  zones: ZoneReport[];
  /** vm.min_free_kbytes once boot is over. */
  minFreeKbytes: number;
  /** For each node the first pfn whose struct page early boot left to threads; only with deferred struct pages. */
  firstDeferredPfns: { nid: number; pfn: number }[];
  /** sizeof(struct page) as it ran, with what the strategies added. */
  structPageBytes: number;
  series: Series;
  orders: OrderCounts[];
  failures: FailureGroup[];
  warnings: Diagnostic[];
  figures: FamilyFigures[];
  /** Where the run ended before its time; null if it did not. */
  panic: Panic | null;
  /** The machine at the end of the run. */
  files: ProcFile[];
  /** Pages in each state that there is; what each page is, a run says itself (Run.pages). */
  pageStates: { state: PageState; pages: number }[];
  /** Page events simulated: allocations tried and frees. */
  events: number;
}

/** A run in the making: the same shape as the result's live parts, cheap to take at any time. */
export interface RunProgress {
  /** Simulated time reached, ms. */
  tMs: number;
  durationMs: number;
  memory: MemorySplit;
  series: Series;
  orders: OrderCounts[];
  failures: FailureGroup[];
  figures: FamilyFigures[];
  panic: Panic | null;
  events: number;
}

export interface ParamSpec {
  key: string;
  label: string;
  type: "int" | "bytes" | "enum" | "bool";
  unit?: string;
  min?: number;
  max?: number;
  default: number | string | boolean;
  options?: { value: string; label: string }[];
  help: string;
  source?: string;
}

/** What the interface and the documentation know of a family. */
export interface FamilyDescription {
  name: string;
  title: string;
  /** The question that its strategies answer. */
  question: string;
}

/** A rule in numbers, as a reader would check it by hand. */
export interface Formula {
  /** With its units, e.g. "shadow pages = ceil(present pages / 8)". */
  text: string;
  /** Kernel file and function, or mail. */
  source: string;
}

/** What the interface and the documentation know of a strategy. Plain data, taken from its one object. */
export interface StrategyDescription {
  family: string;
  type: string;
  /** Short name, e.g. "Boot carve-out". */
  title: string;
  /** One sentence: what it does. */
  summary: string;
  /** Step by step, one paragraph each. */
  steps: string[];
  formulas?: Formula[];
  limits: string[];
  sources: string[];
  params: ParamSpec[];
}
