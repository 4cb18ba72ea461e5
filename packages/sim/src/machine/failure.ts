/** What goes wrong besides a page request that is not served. */

import type { CauseStep } from "../output";

/** A failure's words, made once for each group. */
export interface FailureWords {
  /** What failed, e.g. "Read of /proc/kpageflags". */
  subject: string;
  /** From the request (first) to the root (last). */
  chain: CauseStep[];
  /** A pfn that shows the cause, or -1. */
  examplePfn: number;
}

/**
 * Takes note of a failure. `key` names the group: two failures have the same key if and only if their causes are the same; `words` is called
 * for the first one only.
 */
export type NoteFailure = (key: string, words: () => FailureWords) => void;

/** The simulated kernel stops here. The run ends with it, and says so. */
export class KernelPanic extends Error {
  override readonly name = "KernelPanic";

  /**
   * @param sentence as the oops would begin
   * @param address of the fault as hexadecimal text, or ""
   * @param words of the failure that led to it
   */
  constructor(
    readonly sentence: string,
    readonly address: string,
    readonly words: FailureWords,
  ) {
    super(sentence);
  }
}
