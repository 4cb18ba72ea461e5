import { SERVER_ROOTS } from "@carveout/model";

/**
 * What no honest client sends. The update does not touch the document and the socket is closed with CloseCode.Rejected: the sender's clock is
 * ahead of ours from now on, so it has to drop its document and load the board again.
 */
export class Rejected extends Error {
  constructor(
    /** Number of the rule in SPEC.md. */
    readonly rule: string,
    sentence: string,
  ) {
    super(sentence);
  }
}

/** The update builds on something that has not arrived here. A complete answer to a state vector (SyncStep2) fills the gap. */
export class Gap extends Rejected {
  constructor(sentence: string) {
    super("G2", sentence);
  }
}

/** Under this root no participant writes: the server does (G22), or nobody (G5). */
export function refusedRoot(root: string): Rejected {
  return new Rejected(
    SERVER_ROOTS.has(root) ? "G22" : "G5",
    `A participant does not write under "${root.slice(0, 40)}".`,
  );
}
