/** What is given for a replay does not fit together. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";

  /** @param sentence what is wrong, and what to do */
  constructor(readonly sentence: string) {
    super(sentence);
  }
}
