/** A law that the machine must keep does not hold: a defect of the core. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";

  /** @param id the law, e.g. "I-B2" */
  constructor(
    readonly id: string,
    readonly sentence: string,
  ) {
    super(`${id}: ${sentence}`);
  }
}

/** Throws InvariantError if `holds` is false. */
export function assertInvariant(id: string, holds: boolean, sentence: () => string): void {
  if (!holds) throw new InvariantError(id, sentence());
}
