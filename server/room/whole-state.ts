import * as Y from "yjs";
import { type Framed, framed } from "../socket/framed";
import { SYNC, syncFrame } from "../socket/frames";

/**
 * What has come since the state was encoded may grow to this share of it. So who comes gets a quarter more at most, and a board at work is encoded once for all that
 * it grows by a quarter, not for everybody who comes: of 5,000 notes each time takes ten milliseconds, which everybody waits for.
 */
const LATER_SHARE = 0.25;

/** The whole document for who has nothing of it: the state as it was encoded once, and what has come since. */
export class WholeState {
  private state: Framed | null = null;
  private later: Uint8Array[] = [];
  private laterBytes = 0;

  constructor(private readonly doc: Y.Doc) {}

  /** The document has changed. */
  add(update: Uint8Array): void {
    if (this.state === null) return;
    this.later.push(update);
    this.laterBytes += update.length;
    if (this.laterBytes <= this.state.length * LATER_SHARE) return;
    this.state = null;
    this.later = [];
    this.laterBytes = 0;
  }

  /**
   * What it is now, as the answer to an empty state vector and at most one update, which goes first: it waits in the client's document for what it builds on, and
   * with the answer, when a client takes itself to be up to date, everything is there.
   */
  frames(): readonly Framed[] {
    this.state ??= framed(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(this.doc)));
    if (this.later.length > 1) this.later = [Y.mergeUpdates(this.later)];
    return [...this.later.map((update) => framed(syncFrame(SYNC.update, update))), this.state];
  }
}
