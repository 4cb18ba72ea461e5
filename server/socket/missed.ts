import * as Y from "yjs";

/** What a reader who is behind has not got of the document: for each client the first clock. Deletions need no note, every state has all of them. */
export class Missed {
  private readonly from = new Map<number, number>();

  note(update: Uint8Array): void {
    for (const [client, clock] of Y.parseUpdateMeta(update).from)
      this.from.set(client, Math.min(clock, this.from.get(client) ?? clock));
  }

  /** The state vector of the reader. */
  vector(doc: Y.Doc): Uint8Array {
    const vector = Y.decodeStateVector(Y.encodeStateVector(doc));
    for (const [client, clock] of this.from) vector.set(client, clock);
    return Y.encodeStateVector(vector);
  }
}
