import {
  type BoardJson,
  type ItemId,
  type ItemJson,
  type PersonJson,
  peopleOf,
  ROOTS,
  shareThread,
  threadsOf,
  verdictKey,
  verdictsOf,
} from "@carveout/model";
import type { Command as CommandMessage, Role } from "@carveout/wire";
import type * as Y from "yjs";
import type { People } from "../room/people";
import type { Moments } from "./command";
import { COMMANDS } from "./index";
import { nextNumber } from "./threads";

/** Ids of commands that are remembered of each participant. A client sends one at a time, so only its tabs' last ones can come again. */
const REMEMBERED = 16;
/** Commands of one participant per window: beyond it, a program is speaking. */
const MAX_COMMANDS = 200;
const WINDOW_MS = 10_000;

/** Where commands are heard. What comes of one is written in one transaction, with the mark that it has been heard. */
export class CommandDesk {
  private lastAt = 0;
  private readonly recent = new Map<string, number[]>();

  constructor(
    private readonly doc: Y.Doc,
    private readonly people: People,
    private readonly moments: Moments,
  ) {}

  /** Judges a command and writes it. Returns null, or the sentence that says why it was refused. */
  hear(
    from: { participant: string; role: Role },
    { id, name, payload }: CommandMessage,
    clock: number,
  ): string | null {
    const { participant, role } = from;
    if (this.answered.get(participant)?.includes(id)) return null;
    if (this.isTooFast(participant, clock))
      return `More than ${MAX_COMMANDS} messages in ${WINDOW_MS / 1000} s. Wait a little, then try again.`;
    const command = COMMANDS.get(name);
    if (command === undefined)
      return "This server does not know what was said. Load the page again: it may be older than the server.";
    if (!command.mayUse(role)) return refusedTo(role);
    const parsed = command.schema.safeParse(payload);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return `What was said can't be read: ${issue?.path.join(".") || "it"} ${issue?.message ?? ""}.`;
    }
    return this.doc.transact(() => {
      const person = (of: string) => this.people.find(of);
      const now = Math.max(clock, this.lastAt + 1);
      const { doc, moments } = this;
      const refusal = command.apply({ doc, participant, role, now, person, moments }, parsed.data);
      if (refusal !== null) return refusal;
      this.lastAt = now;
      this.sign(participant);
      this.answered.set(participant, [...(this.answered.get(participant) ?? []), id].slice(-REMEMBERED));
      return null;
    });
  }

  /** Somebody goes by another name from now on. */
  renamed(participant: string): void {
    if (peopleOf(this.doc).has(participant)) this.sign(participant);
  }

  /** Items were deleted: pins on them stay where they were, until the items come back. */
  keepPins(gone: ReadonlyMap<ItemId, ItemJson>): void {
    if (gone.size === 0) return;
    this.doc.transact(() => {
      for (const thread of threadsOf(this.doc).values()) {
        const anchor = thread.get("anchor") as { item?: ItemId };
        const item = anchor.item === undefined ? undefined : gone.get(anchor.item);
        if (item === undefined || item.kind === "connector") continue;
        const { x, y, w } = item.geo;
        thread.set("lost", { x, y, w });
      }
    });
  }

  /** Takes in what people have said according to a file. What is here already is not overwritten: no file unsays anything. */
  adopt({ people = {}, threads = {}, verdicts = {} }: BoardJson, by: string, clock: number): void {
    const imported = { by, at: clock };
    for (const [id, person] of Object.entries(people))
      if (!peopleOf(this.doc).has(id)) peopleOf(this.doc).set(id, person);
    const all = threadsOf(this.doc);
    for (const [id, thread] of Object.entries(threads))
      if (!all.has(id)) {
        const isTaken = [...all.values()].some((other) => other.get("number") === thread.number);
        const number = isTaken ? nextNumber(this.doc) : thread.number;
        all.set(id, shareThread({ ...thread, number, imported }));
      }
    for (const verdict of Object.values(verdicts)) {
      const key = verdictKey(verdict.target, verdict.by);
      if (!verdictsOf(this.doc).has(key)) verdictsOf(this.doc).set(key, { ...verdict, imported });
    }
    if (Object.keys(threads).length + Object.keys(verdicts).length > 0) this.sign(by);
  }

  private get answered(): Y.Map<readonly string[]> {
    return this.doc.getMap(ROOTS.answered);
  }

  /** The board knows the name and colour of everybody who has said something. */
  private sign(participant: string): void {
    const person = this.people.find(participant);
    const known = peopleOf(this.doc).get(participant);
    if (person === null || isSamePerson(person, known)) return;
    peopleOf(this.doc).set(participant, person);
  }

  private isTooFast(participant: string, clock: number): boolean {
    const recent = (this.recent.get(participant) ?? []).filter((at) => at > clock - WINDOW_MS);
    recent.push(clock);
    // Who has been silent longest comes first, and is forgotten once nothing of theirs counts any more.
    this.recent.delete(participant);
    this.recent.set(participant, recent.slice(-MAX_COMMANDS - 1));
    for (const [other, times] of this.recent) {
      if ((times.at(-1) ?? 0) > clock - WINDOW_MS) break;
      this.recent.delete(other);
    }
    return recent.length > MAX_COMMANDS;
  }
}

function isSamePerson(a: PersonJson, b: PersonJson | undefined): boolean {
  return a.name === b?.name && a.colour === b.colour && a.verified === b.verified;
}

function refusedTo(role: Role): string {
  return role === "viewer"
    ? "Viewers can't comment. Ask the board's owner for a commenter's link."
    : `This is not for a ${role}. Ask the board's owner for another link.`;
}
