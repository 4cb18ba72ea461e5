import type { PmemNamespace } from "../input";

/** Why a namespace cannot be had. */
export interface NamespaceProblem {
  id: "misaligned" | "no-room" | "struct-page" | "alignment" | "collision" | "altmap" | "dram" | "arch";
  /** Field of the namespace that would have to change. */
  field: keyof PmemNamespace;
  /** With its numbers, the error that the kernel returns, and what to do. */
  sentence: string;
  source: string;
}
