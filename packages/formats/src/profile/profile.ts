/** What an import gives. */

import type { Arch } from "../arch";
import type { ZoneFacts } from "../proc/zoneinfo";

export interface ImportedBank {
  baseBytes: number;
  sizeBytes: number;
  nid: number;
}

export interface ImportedReservation {
  baseBytes: number;
  sizeBytes: number;
  label: string;
  /** True if it exists when kmsan_init_shadow() records ranges. */
  recorded: boolean;
  /** True if it was reserved after the memmap. */
  afterMemmap: boolean;
}

/** The machine in the simulation core's words, beside `cpus`. */
export interface ImportedMachine {
  arch: Arch;
  pageSizeBytes: number;
  /** Largest buddy order, inclusive. */
  maxOrder: number;
  /** sizeof(struct page) without KMSAN's 16 B. */
  structPageBytes: number;
  banks: ImportedBank[];
  /** Without the memmap and without KMSAN's metadata, ascending. */
  reserved: ImportedReservation[];
  unplacedReservedPages: number;
  unplacedRecordedPages: number;
  lateFreedPages: number;
  /** _sdata.._edata, 0 if no file tells. */
  kernelDataBytes: number;
  /** Null if no file tells. */
  cpus: number | null;
}

/** What the machine itself counted; null where the files do not tell. Pages. */
export interface Measured {
  presentPages: number | null;
  /** Sum over the zones. */
  managedPages: number | null;
  memTotalPages: number | null;
  /** Offered to the buddy allocator by memblock_free_all(). */
  handedOverPages: number | null;
  zones: ZoneFacts[];
  /** True if the boot ran KMSAN, so that the zones' managed pages are about a third of what was handed over. */
  kmsan: boolean;
}

export interface ImportNote {
  severity: "info" | "warning";
  sentence: string;
}

export interface ImportedProfile {
  title: string;
  machine: ImportedMachine;
  measured: Measured;
  notes: ImportNote[];
}
