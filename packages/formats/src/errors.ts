/** What a reader of this package throws. Nothing else leaves it, whatever the text. */

/** A file's kind, named as under /proc; `dmesg` is the kernel log in any of its shapes, `ndctl` the output of `ndctl list`. */
export type FileKind = "iomem" | "zoneinfo" | "meminfo" | "dmesg" | "ndctl";

/** A text is not the file it was read as, or holds a number nobody can mean. */
export class FormatError extends Error {
  override readonly name = "FormatError";

  /**
   * @param line 1-based line of the text, null if the text as a whole is meant
   * @param sentence what was expected, what was found, and what to do where that is not plain
   */
  constructor(
    readonly line: number | null,
    readonly sentence: string,
  ) {
    super(sentence);
  }
}

/** The files are readable, but no profile comes out of them. */
export class ImportError extends Error {
  override readonly name = "ImportError";

  /**
   * @param sentence what is missing or contradictory, and what to add
   * @param missing kinds of files of which any one would do; empty if adding files does not help
   */
  constructor(
    readonly sentence: string,
    readonly missing: FileKind[],
  ) {
    super(sentence);
  }
}

/** A line of a trace that is no event, though it should be one. */
export interface DamagedLine {
  /** 1-based. */
  line: number;
  /** What is wrong with it. */
  reason: string;
  /** How it starts. */
  text: string;
}

/** Bytes are not the text of a trace, or too much of it is damaged to be trusted. */
export class TraceError extends Error {
  override readonly name = "TraceError";

  /**
   * @param sentence what was expected, what was found, and what to do
   * @param damaged the first damaged lines, empty if it is not about damage
   */
  constructor(
    readonly sentence: string,
    readonly damaged: DamagedLine[] = [],
  ) {
    super(sentence);
  }
}
