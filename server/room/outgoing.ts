import * as Y from "yjs";

/**
 * What goes out to everybody on a board, in order and one frame a turn. An edit goes out with its turn, kept over the end of this process but not yet over a power
 * cut. What only the server has (what it wrote itself, and whose a new client id is) waits until it is durable, with everything behind it: neither the server's
 * writes nor anybody's client id can come to mean two things.
 */
export class Outgoing {
  private turn: Uint8Array[] = [];
  private isTurnHeld = false;
  private held: Uint8Array[] = [];
  /** How many turns have waited and gone. */
  private gone = 0;

  constructor(
    /** False if a turn can't be kept: it waits until it is durable. */
    private readonly keep: (update: Uint8Array) => boolean,
    private readonly broadcast: (update: Uint8Array) => void,
  ) {}

  add(update: Uint8Array): void {
    this.turn.push(update);
  }

  /** This turn waits until it is durable. */
  hold(): void {
    this.isTurnHeld = true;
  }

  /** Sends what may go. True if something waits to be durable. */
  endTurn(): boolean {
    const update = merged(this.turn);
    const mayGo = !this.isTurnHeld && this.held.length === 0;
    this.turn = [];
    this.isTurnHeld = false;
    if (update === null) return this.held.length > 0;
    if (mayGo && this.keep(update)) this.broadcast(update);
    else this.held.push(update);
    return this.held.length > 0;
  }

  /** How many turns have ever had to wait. */
  get waited(): number {
    return this.gone + this.held.length;
  }

  /** The first so many of all that had to wait are durable. */
  release(waited: number): void {
    const update = merged(this.held.splice(0, Math.max(0, waited - this.gone)));
    this.gone = Math.max(this.gone, waited);
    if (update !== null) this.broadcast(update);
  }
}

function merged(updates: readonly Uint8Array[]): Uint8Array | null {
  return updates.length > 1 ? Y.mergeUpdates([...updates]) : (updates[0] ?? null);
}
