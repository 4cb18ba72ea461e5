import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Identity } from "../access/access";

/** Longest state of one client, characters of JSON. */
const MAX_STATE_LENGTH = 4096;

interface State {
  /** Owner of the entry: the connection that announced it. */
  connection: object;
  /** As last sent out. */
  clock: number;
  json: string;
}

/** Who speaks through a connection. */
export type Announcer = Pick<Identity, "participant" | "verifiedName">;

/**
 * Who is here and where they point: the awareness protocol, judged. y-websocket clients send every state they hear of back to the server, so what
 * is not a connection's own is passed over in silence.
 */
export class Presence {
  private readonly states = new Map<number, State>();
  private readonly lastClock = new Map<number, number>();
  private readonly own = new Map<object, number>();
  private changed = new Set<number>();

  constructor(
    /** Who a Yjs client id is bound to, if it has written. */
    private readonly ownerOf: (client: number) => string | undefined,
  ) {}

  /** Takes in what a connection says of itself. True if there is something to send. Throws on bytes that are no awareness update. */
  receive(update: Uint8Array, connection: object, announcer: Announcer): boolean {
    const decoder = decoding.createDecoder(update);
    const count = decoding.readVarUint(decoder);
    for (let i = 0; i < count; i++) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      const json = decoding.readVarString(decoder);
      this.take(client, clock, json, connection, announcer);
    }
    return this.changed.size > 0;
  }

  private take(client: number, clock: number, json: string, connection: object, announcer: Announcer): void {
    const { participant } = announcer;
    const own = this.own.get(connection);
    const state = this.states.get(client);
    if (own !== client) {
      // A connection speaks for one client: the first it announces that nobody else speaks for.
      if (own !== undefined || state !== undefined) return;
      if ((this.ownerOf(client) ?? participant) !== participant || !isState(json, announcer)) return;
      this.own.set(connection, client);
      this.put(client, Math.max(clock, (this.lastClock.get(client) ?? -1) + 1), json, connection);
      return;
    }
    if (json === "null") {
      this.remove(client, Math.max(clock, this.lastClock.get(client) ?? 0));
      return;
    }
    // The same text with our own clock is our own message coming back.
    const last = this.lastClock.get(client) ?? -1;
    if (!isState(json, announcer) || (state?.json === json && clock <= last)) return;
    this.put(client, Math.max(clock, last + 1), json, connection);
  }

  private put(client: number, clock: number, json: string, connection: object): void {
    this.states.set(client, { connection, clock, json });
    this.lastClock.set(client, clock);
    this.changed.add(client);
  }

  private remove(client: number, clock: number): void {
    if (!this.states.delete(client)) return;
    this.lastClock.set(client, clock);
    this.changed.add(client);
  }

  /** A connection is gone, and who spoke through it. True if there is something to send. */
  leave(connection: object): boolean {
    const client = this.own.get(connection);
    this.own.delete(connection);
    if (client !== undefined) this.remove(client, this.lastClock.get(client) ?? 0);
    return this.changed.size > 0;
  }

  /** The clients whose state has changed since the last call; null if none has. */
  takeChanges(): ReadonlySet<number> | null {
    if (this.changed.size === 0) return null;
    const { changed } = this;
    this.changed = new Set();
    return changed;
  }

  /** Everybody who is here, or null if nobody is. */
  everybody(): Uint8Array | null {
    return this.states.size === 0 ? null : this.of(this.states.keys());
  }

  /** The newest state of each of these clients as one awareness update. */
  of(clients: Iterable<number>): Uint8Array {
    const all = [...clients];
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, all.length);
    for (const client of all) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, this.lastClock.get(client) ?? 0);
      encoding.writeVarString(encoder, this.states.get(client)?.json ?? "null");
    }
    return encoding.toUint8Array(encoder);
  }
}

/** A JSON object of at most 4 KiB that does not claim to be another participant, nor to be signed in under a name that the provider does not vouch for. */
function isState(json: string, { participant, verifiedName }: Announcer): boolean {
  if (json.length > MAX_STATE_LENGTH) return false;
  let state: unknown;
  try {
    state = JSON.parse(json);
  } catch {
    return false;
  }
  if (typeof state !== "object" || state === null || Array.isArray(state)) return false;
  const user: unknown = (state as { user?: unknown }).user;
  if (user === undefined) return true;
  if (typeof user !== "object" || user === null) return false;
  const { id, name, verified } = user as { id?: unknown; name?: unknown; verified?: unknown };
  if (verified !== undefined && (id !== participant || verifiedName === null || name !== verifiedName))
    return false;
  return id === undefined || id === participant;
}
