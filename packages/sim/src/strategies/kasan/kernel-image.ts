/** How much the kernel image grows with instrumentation. */

import type { MachineInput } from "../../input";
import type { Params } from "../strategy";

/** What the reader of boot files calls the range. */
const LABEL = "kernel image";

export interface KernelImage {
  startPfn: number;
  /** From its first to its last page, what is freed late in boot among them. */
  pages: number;
  /** Pages that stay. */
  keptPages: number;
}

/** Undefined if the profile does not name it. */
export function kernelImage({ reserved, pageSizeBytes }: MachineInput): KernelImage | undefined {
  const range = reserved.find(({ label }) => label === LABEL);
  if (range === undefined) return undefined;
  const pages = Math.ceil(range.sizeBytes / pageSizeBytes);
  const startPfn = Math.floor(range.baseBytes / pageSizeBytes);
  return { startPfn, pages, keptPages: pages - Math.min(pages, range.freedLatePages ?? 0) };
}

/**
 * Pages of the image without and with KASAN, as measured on 6.1.192 for x86-64 in one small configuration (gcc, generic mode, stack
 * instrumentation on; 8.1, 10.9 and 17.5 MB of text): from the first to the last page, and what stays after boot.
 */
const MEASURED = {
  plain: { pages: 4096, keptPages: 3135 },
  outline: { pages: 5632, keptPages: 4380 },
  inline: { pages: 7168, keptPages: 5880 },
};

/** The same kernels' static per-cpu data: pages that every cpu's area grows by. */
const PER_CPU_GROWTH_PAGES = 12;

export interface ImageGrowth {
  pages: number;
  keptPages: number;
  perCpuPages: number;
}

/** Nothing where no measurement says it: other architectures and modes, and profiles that do not name their image. */
export function imageGrowth(machine: MachineInput, params: Params): ImageGrowth {
  const image = kernelImage(machine);
  const isMeasured = machine.arch === "x86-64" && (params.mode ?? "generic") === "generic";
  if (image === undefined || !isMeasured) return { pages: 0, keptPages: 0, perCpuPages: 0 };
  const { plain } = MEASURED;
  const built = params.instrumentation === "inline" ? MEASURED.inline : MEASURED.outline;
  const scaled = (pages: number, key: "pages" | "keptPages") =>
    Math.round((pages * (built[key] - plain[key])) / plain[key]);
  return {
    pages: scaled(image.pages, "pages"),
    keptPages: scaled(image.keptPages, "keptPages"),
    perCpuPages: PER_CPU_GROWTH_PAGES * machine.cpus,
  };
}
