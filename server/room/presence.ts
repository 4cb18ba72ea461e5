import type { PersonJson } from "@carveout/model";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Identity } from "../access/access";
import { plainProblem } from "../gate/plain";
import { Rate } from "../socket/rate";

/** Longest state of one client, characters of JSON. */
const MAX_STATE_LENGTH = 4096;
/** Highest client id and clock, exclusive: what readers of the protocol count in. */
const MAX_NUMBER = 2 ** 32;
/** A state of one client goes out sixty times a second at most, twice as often as the app sends; of larger ones 64 KiB a second. */
const STATE_MS = 1000 / 60;
const CHARACTERS_PER_MS = 64;
/** Ahead of that rate: a gesture that begins and ends at once. */
const AHEAD_MS = 250;

interface State {
  /** Owner of the entry: the connection that announced it. */
  connection: object;
  participant: string;
  /** As it came, but for who it says it is of. */
  json: string;
  user: Record<string, unknown>;
}

/** Clients who have gone and whose last clock is remembered, so that what they say when they are back is newer. Their own clock goes on as well: who is forgotten misses a state at most. */
const MAX_GONE = 10_000;

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
  private readonly rates = new Map<object, Rate>();
  private changed = new Set<number>();

  constructor(
    /** Who a Yjs client id is bound to, if it has written. */
    private readonly ownerOf: (client: number) => string | undefined,
    /** Name and colour of a participant. */
    private readonly find: (participant: string) => PersonJson | null,
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

  private take(client: number, clock: number, text: string, connection: object, announcer: Announcer): void {
    if (client >= MAX_NUMBER || clock >= MAX_NUMBER) return;
    const { participant } = announcer;
    const own = this.own.get(connection);
    const state = this.states.get(client);
    const last = this.lastClock.get(client) ?? -1;
    if (own !== client) {
      // A connection speaks for one client: the first it announces that nobody else speaks for.
      if (own !== undefined || state !== undefined) return;
      if ((this.ownerOf(client) ?? participant) !== participant) return;
    } else if (text === "null") {
      this.remove(client, Math.max(clock, last));
      return;
    }
    const said = stateOf(text, announcer);
    // The same state with our own clock is our own message coming back.
    if (said === null || (state?.json === said.json && clock <= last)) return;
    this.own.set(connection, client);
    this.states.set(client, { connection, participant, ...said });
    this.lastClock.set(client, Math.max(clock, last + 1));
    this.changed.add(client);
  }

  /** A participant goes by another name from now on. True if there is something to send. */
  renamed(participant: string): boolean {
    for (const [client, state] of this.states) {
      if (state.participant !== participant) continue;
      this.lastClock.set(client, (this.lastClock.get(client) ?? -1) + 1);
      this.changed.add(client);
    }
    return this.changed.size > 0;
  }

  private remove(client: number, clock: number): void {
    if (!this.states.delete(client)) return;
    this.lastClock.delete(client);
    this.lastClock.set(client, clock);
    this.changed.add(client);
    if (this.lastClock.size > this.states.size + MAX_GONE) this.forgetOldest();
  }

  private forgetOldest(): void {
    for (const client of this.lastClock.keys())
      if (!this.states.has(client) && !this.changed.has(client)) {
        this.lastClock.delete(client);
        return;
      }
  }

  /** A connection is gone, and who spoke through it. True if there is something to send. */
  leave(connection: object): boolean {
    const client = this.own.get(connection);
    this.own.delete(connection);
    this.rates.delete(connection);
    if (client !== undefined) this.remove(client, this.lastClock.get(client) ?? 0);
    return this.changed.size > 0;
  }

  /** The clients whose state has changed since it was last taken and may go out now; null if there is none. Of each the newest counts. */
  takeChanges(now: number): ReadonlySet<number> | null {
    const ready = new Set<number>();
    for (const client of this.changed) {
      const state = this.states.get(client);
      if (state !== undefined) {
        const rate = this.rateOf(state.connection);
        if (rate.wait(now) > 0) continue;
        rate.use(Math.max(STATE_MS, state.json.length / CHARACTERS_PER_MS), now);
      }
      ready.add(client);
      this.changed.delete(client);
    }
    return ready.size === 0 ? null : ready;
  }

  /** When the first of those that have changed and could not go out yet may; null if there is none. */
  wait(now: number): number | null {
    let least: number | null = null;
    for (const client of this.changed) {
      const state = this.states.get(client);
      const wait = state === undefined ? 0 : this.rateOf(state.connection).wait(now);
      if (least === null || wait < least) least = wait;
    }
    return least;
  }

  private rateOf(connection: object): Rate {
    let rate = this.rates.get(connection);
    if (rate === undefined) {
      rate = new Rate(AHEAD_MS);
      this.rates.set(connection, rate);
    }
    return rate;
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
      const state = this.states.get(client);
      encoding.writeVarString(encoder, state === undefined ? "null" : this.signed(state));
    }
    return encoding.toUint8Array(encoder);
  }

  /** With who it is of, as the server knows them. A name that somebody only claims stays until they have introduced themselves. */
  private signed({ participant, json, user }: State): string {
    const { name = "", colour } = this.find(participant) ?? {};
    const who = {
      ...user,
      id: participant,
      ...(colour === undefined ? {} : { colour }),
      ...(name === "" ? {} : { name }),
    };
    return `{"user":${JSON.stringify(who)}${json === "{}" ? "}" : `,${json.slice(1)}`}`;
  }
}

/** A plain JSON object of at most 4 KiB that does not claim to be another participant, nor to be signed in under a name that the provider does not vouch for; null for anything else. */
function stateOf(
  text: string,
  { participant, verifiedName }: Announcer,
): Pick<State, "json" | "user"> | null {
  if (text.length > MAX_STATE_LENGTH) return null;
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(state) || plainProblem(state) !== null) return null;
  const { user = {}, ...rest } = state;
  if (!isRecord(user) || (user.id !== undefined && user.id !== participant)) return null;
  const { id, name, verified } = user;
  if (verified !== undefined && (id !== participant || verifiedName === null || name !== verifiedName))
    return null;
  return { json: JSON.stringify(rest), user };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
