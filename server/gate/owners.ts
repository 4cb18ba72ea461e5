import { SERVER_CLIENT } from "./decode";
import { Rejected } from "./rejected";

/** Client ids that one update may bring: each page that somebody wrote on while offline has its own. All of them stay in every state vector for ever. */
const MAX_NEW_CLIENTS = 256;

/**
 * Client ids that a board may ever have: a hundred people who each come back to write a hundred times. Every acknowledgement and every greeting carries a state
 * vector of all of them, 64 KiB at this number.
 */
export const MAX_CLIENTS = 10_000;

/** No longer than the reason of a closed socket may be. */
const FULL = `This board has had its ${MAX_CLIENTS.toLocaleString("en-US")} writing visits. Go on in a new one: import its JSON there.`;

/**
 * Who writes under which Yjs client id: the participant that used it first, for as long as the board lives. Bound to the participant and not to the
 * connection, because edits made offline come back under the id of an earlier page.
 */
export class ClientOwners {
  private readonly owners: Map<number, string>;
  private fresh: [number, string][] = [];

  constructor(known: Iterable<readonly [number, string]>) {
    this.owners = new Map(known);
  }

  get(client: number): string | undefined {
    return this.owners.get(client);
  }

  /** Throws Rejected where `participant` may not write under these ids. */
  check(blocks: Iterable<{ client: number }>, participant: string): void {
    let fresh = 0;
    for (const { client } of blocks) {
      const owner = this.owners.get(client);
      if (client === SERVER_CLIENT || (owner ?? participant) !== participant)
        throw new Rejected("G3", "The update writes under somebody else's client id.");
      if (owner === undefined && ++fresh > MAX_NEW_CLIENTS)
        throw new Rejected("G3", `The update brings more than ${MAX_NEW_CLIENTS} new client ids.`);
      if (this.owners.size + fresh > MAX_CLIENTS) throw new Rejected("G3", FULL);
    }
  }

  bind(client: number, participant: string): void {
    if (this.owners.has(client)) return;
    this.owners.set(client, participant);
    this.fresh.push([client, participant]);
  }

  /** The bindings since the last call, to be stored with the edits that made them. */
  takeFresh(): [number, string][] {
    const fresh = this.fresh;
    this.fresh = [];
    return fresh;
  }
}
