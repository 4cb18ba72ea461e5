import { SERVER_CLIENT } from "./decode";
import { Rejected } from "./rejected";

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

  check(client: number, participant: string): void {
    if (client === SERVER_CLIENT || (this.owners.get(client) ?? participant) !== participant)
      throw new Rejected("G3", "The update writes under somebody else's client id.");
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
