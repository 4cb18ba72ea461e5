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

/** Everybody who has ever been on a board, with name and colour. */
export class People {
  private readonly people: Map<string, Participant>;
  private readonly renamings = new Map<string, Rate>();

  constructor(
    private readonly board: string,
    private readonly store: Store,
    known: Iterable<Participant>,
  ) {
    this.people = new Map([...known].map((person) => [person.id, person]));
  }

  /** The participant, made on the first visit with the colour that the fewest have. */
  meet(id: string): Participant {
    const known = this.people.get(id);
    if (known !== undefined) return known;
    const uses = new Array<number>(COLOURS).fill(0);
    for (const { colour } of this.people.values()) uses[colour - 1] = (uses[colour - 1] ?? 0) + 1;
    const person: Participant = { id, name: null, colour: uses.indexOf(Math.min(...uses)) + 1 };
    this.keep(person);
    return person;
  }

  /** Somebody who has been here, with name and colour; null if nobody of this id has. */
  find(id: string): PersonJson | null {
    const person = this.people.get(id);
    if (person === undefined) return null;
    const { name, colour, verified } = person;
    return { name: name ?? "", colour, ...(verified && { verified }) };
  }

  everybody(): Participant[] {
    return [...this.people.values()];
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
    if (!this.meet(id).verified) this.keep({ ...this.meet(id), verified: true });
    this.rename(id, name);
  }

  private rename(id: string, name: string): boolean {
    const clean = cleanName(name);
    const person = this.meet(id);
    if (clean === "" || clean === person.name) return false;
    this.keep({ ...person, name: clean });
    return true;
  }

  private keep(person: Participant): void {
    this.people.set(person.id, person);
    // A name that can't be stored is asked for again after a restart: no reason to disturb anybody now.
    this.store.keepParticipant(this.board, person).catch(() => {});
  }
}
