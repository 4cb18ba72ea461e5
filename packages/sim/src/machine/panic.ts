import type { Diagnostic } from "../output";

/** The boot cannot go on: what the kernel would panic over. `diagnostic.severity` is "error". */
export class BootPanic extends Error {
  override readonly name = "BootPanic";

  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.sentence);
  }
}
