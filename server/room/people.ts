import { MAX_PERSON_NAME, type PersonJson } from "@carveout/model";
import { Rate } from "../socket/rate";
import type { Participant, Store } from "../store/store";

const COLOURS = 6;
/** Each new name is written down and told to everybody: one in ten seconds, some of them ahead for who tries a few. */
const RENAMING_MS = 10_000;
const RENAMINGS_AHEAD = 6;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A name as it is shown: one line, no longer than names are; "" if nothing of it is left. */
export function cleanName(name: string): string {
  return name.replace(CONTROL, " ").trim().slice(0, MAX_PERSON_NAME);
}

/** Of a board, that are kept. Beyond it, who comes is known for as long as they are here. Some hundred bytes each, and nobody has that many colleagues. */
const MAX_KEPT = 10_000;

/** The people of a board, with name and colour: who has done something there, for as long as the board lives, and who only looks, for as long as they are here. */
export class People {
  private readonly kept: Map<string, Participant>;
  private readonly visitors = new Map<string, Participant>();
  /** How many connections each has. */
  private readonly here = new Map<string, number>();
  private readonly renamings = new Map<string, Rate>();
  /** How many people have each colour. */
  private readonly uses = new Array<number>(COLOURS).fill(0);

  constructor(
    private readonly board: string,
    private readonly store: Store,
    known: Iterable<Participant>,
  ) {
    this.kept = new Map([...known].map((person) => [person.id, person]));
    for (const { colour } of this.kept.values()) this.paint(colour, 1);
  }

  /** Somebody has a connection more. */
  arrive(id: string): void {
    this.here.set(id, (this.here.get(id) ?? 0) + 1);
  }

  /** They have one less. */
  leave(id: string): void {
    const left = (this.here.get(id) ?? 1) - 1;
    if (left > 0) {
      this.here.set(id, left);
      return;
    }
    this.here.delete(id);
    const visitor = this.visitors.get(id);
    if (visitor === undefined) return;
    this.visitors.delete(id);
    this.renamings.delete(id);
    this.paint(visitor.colour, -1);
  }

  /** They have done something that stays. */
  keep(id: string): void {
    if (!this.kept.has(id)) this.put(this.meet(id));
  }

  /** The participant; who comes for the first time gets the colour that the fewest have. */
  meet(id: string): Participant {
    const known = this.kept.get(id) ?? this.visitors.get(id);
    if (known !== undefined) return known;
    const person: Participant = { id, name: null, colour: this.uses.indexOf(Math.min(...this.uses)) + 1 };
    this.paint(person.colour, 1);
    this.visitors.set(id, person);
    return person;
  }

  private paint(colour: number, by: number): void {
    this.uses[colour - 1] = (this.uses[colour - 1] ?? 0) + by;
  }

  /** Somebody who has been here, with name and colour; null if nobody of this id has. */
  find(id: string): PersonJson | null {
    const person = this.kept.get(id) ?? this.visitors.get(id);
    if (person === undefined) return null;
    const { name, colour, verified } = person;
    return { name: name ?? "", colour, ...(verified && { verified }) };
  }

  everybody(): Participant[] {
    return [...this.kept.values(), ...this.visitors.values()];
  }

  /** Gives a participant the name they go by. False where nothing changes: it is empty or theirs already, or they change it all the time. */
  introduce(id: string, name: string, now: number): boolean {
    const rate = this.renamings.get(id) ?? new Rate(RENAMINGS_AHEAD * RENAMING_MS);
    if (this.meet(id).verified || rate.wait(now) > 0 || !this.rename(id, name)) return false;
    rate.use(RENAMING_MS, now);
    this.renamings.set(id, rate);
    return true;
  }

  /** The sign-in provider's name for somebody: no other counts from then on. */
  vouch(id: string, name: string): void {
    if (!this.meet(id).verified) this.put({ ...this.meet(id), verified: true });
    this.rename(id, name);
  }

  private rename(id: string, name: string): boolean {
    const clean = cleanName(name);
    const person = this.meet(id);
    if (clean === "" || clean === person.name) return false;
    this.put({ ...person, name: clean });
    return true;
  }

  private put(person: Participant): void {
    const isFull = this.kept.size >= MAX_KEPT && !this.kept.has(person.id);
    if (isFull) {
      this.visitors.set(person.id, person);
      return;
    }
    this.visitors.delete(person.id);
    this.kept.set(person.id, person);
    // A name that can't be stored is asked for again after a restart: no reason to disturb anybody now.
    this.store.keepParticipant(this.board, person).catch(() => {});
  }
}
