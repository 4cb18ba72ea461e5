import { isRowKey } from "@carveout/model";
import type { Awareness } from "y-protocols/awareness";
import type { Identity, PersonColour } from "./identity";
import { placeKey } from "./places";
import { readCaret, readTrace } from "./presence-parts";
import { Signal, SignalMap } from "./signal";
import type {
  Author,
  BoardBox,
  BoardPoint,
  FieldPlace,
  Person,
  PresenceCaret,
  PresenceDrag,
  PresenceTrace,
} from "./types";

/** Presence goes out at most this often: thirty times a second is smooth once the receiver interpolates. */
const SEND_INTERVAL_MS = 33;
const MAX_NAME = 80;
/** An item, a tab, a time, a page: more names no view. */
const MAX_OPEN = 400;
/** The server takes 4 KiB of presence: of a larger selection or drag the others see the first ones. */
const MAX_IDS = 70;

interface LocalPresence {
  view: BoardBox | null;
  open: string | null;
  following: string | null;
  cursor: BoardPoint | null;
  selection: readonly string[];
  field: FieldPlace | null;
  drag: PresenceDrag | null;
  trace: PresenceTrace | null;
  caret: PresenceCaret | null;
}

/** Client ids by what became of their state. */
interface AwarenessChange {
  added: readonly number[];
  updated: readonly number[];
  removed: readonly number[];
}

/** Who is here: reads everybody's presence (anything may be in it), writes this participant's. */
export class Presence {
  readonly people = new Signal<readonly Person[]>([]);
  /** Who else is in a field, by place. */
  readonly fields = new SignalMap<Person>();
  #local: LocalPresence = {
    view: null,
    open: null,
    following: null,
    cursor: null,
    selection: [],
    field: null,
    drag: null,
    trace: null,
    caret: null,
  };
  #identity: Identity | null = null;
  /** As people were last told of this participant. */
  #told: Identity | null = null;
  #wasAlone = true;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Names outlive presence: a change is told with its author's name though they have just left. */
  readonly #authors = new Map<number, Author>();

  constructor(private readonly awareness: Awareness) {
    awareness.on("change", this.#change);
  }

  setIdentity(identity: Identity): void {
    this.#identity = identity;
    this.#send();
  }

  set(part: Partial<LocalPresence>): void {
    this.#local = { ...this.#local, ...part };
    // Nobody looks while nobody else is here: whoever comes is told then.
    if (this.#isAlone) return;
    // The end of a drag travels with the edit that it ends in, so that nobody sees the items jump.
    if (part.drag === null) this.#send();
    else this.#timer ??= setTimeout(this.#send, SEND_INTERVAL_MS);
  }

  authorOf(clientId: number): Author | null {
    return this.#authors.get(clientId) ?? null;
  }

  destroy(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.awareness.off("change", this.#change);
  }

  readonly #send = (): void => {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#identity === null) return;
    const { participant, name, colour, isVerified } = this.#identity;
    const { selection, drag, ...plain } = this.#local;
    this.awareness.setLocalState({
      user: { id: participant, name: name ?? "", colour, ...(isVerified && { verified: true }) },
      ...plain,
      selection: selection.slice(0, MAX_IDS),
      drag: drag && { ...drag, ids: drag.ids.slice(0, MAX_IDS) },
    });
  };

  get #isAlone(): boolean {
    return this.awareness.getStates().size < 2;
  }

  readonly #change = ({ added, updated, removed }: AwarenessChange): void => {
    if (this.#wasAlone && !this.#isAlone) this.#timer ??= setTimeout(this.#send, SEND_INTERVAL_MS);
    this.#wasAlone = this.#isAlone;
    // Where one's own pointer is nobody here asks, and it moves all the time.
    const { clientID } = this.awareness;
    const isOwnMove =
      this.#told === this.#identity && [...added, ...updated, ...removed].every((id) => id === clientID);
    if (!isOwnMove) this.#read();
    this.#told = this.#identity;
  };

  readonly #read = (): void => {
    const people: Person[] = [];
    for (const [clientId, state] of this.awareness.getStates()) {
      const person = readPerson(clientId, state, clientId === this.awareness.clientID);
      if (person === null) continue;
      people.push(person);
      this.#authors.set(clientId, { name: person.name, colour: person.colour });
    }
    people.sort((a, b) => a.clientId - b.clientId);
    this.people.set(people);
    this.#readFields(people);
  };

  #readFields(people: readonly Person[]): void {
    const held = new Map<string, Person>();
    for (const person of people)
      if (!person.isMe && person.field !== null)
        held.set(placeKey(person.field.item, person.field.field), person);
    for (const key of [...this.fields.keys()]) if (!held.has(key)) this.fields.set(key, undefined);
    for (const [key, person] of held) {
      const old = this.fields.get(key);
      if (old?.clientId !== person.clientId || old.name !== person.name) this.fields.set(key, person);
    }
  }
}

function readPerson(clientId: number, state: unknown, isMe: boolean): Person | null {
  if (!isRecord(state) || !isRecord(state.user)) return null;
  const { id, name, colour, verified } = state.user;
  return {
    clientId,
    id: typeof id === "string" ? id.slice(0, MAX_NAME) : String(clientId),
    name: typeof name === "string" && name.trim() !== "" ? name.slice(0, MAX_NAME) : "Somebody",
    colour: readColour(colour, clientId),
    isMe,
    isVerified: verified === true,
    view: readBox(state.view),
    open: typeof state.open === "string" ? state.open.slice(0, MAX_OPEN) : null,
    following: typeof state.following === "string" ? state.following.slice(0, MAX_NAME) : null,
    cursor: readPoint(state.cursor),
    selection: readIds(state.selection),
    field: readField(state.field),
    drag: readDrag(state.drag),
    trace: readTrace(state.trace),
    caret: readCaret(state.caret),
  };
}

function readColour(value: unknown, clientId: number): PersonColour {
  const colour = typeof value === "number" && value >= 1 && value <= 6 ? value : (clientId % 6) + 1;
  return Math.floor(colour) as PersonColour;
}

function readPoint(value: unknown): BoardPoint | null {
  if (!isRecord(value)) return null;
  const { x, y } = value;
  return isCoordinate(x) && isCoordinate(y) ? { x, y } : null;
}

function readBox(value: unknown): BoardBox | null {
  const corner = readPoint(value);
  if (corner === null || !isRecord(value)) return null;
  const { w, h } = value;
  return isCoordinate(w) && isCoordinate(h) && w > 0 && h > 0 ? { ...corner, w, h } : null;
}

function readField(value: unknown): FieldPlace | null {
  if (!isRecord(value) || typeof value.item !== "string" || typeof value.field !== "string") return null;
  return { item: value.item, field: value.field };
}

function readDrag(value: unknown): PresenceDrag | null {
  if (!isRecord(value) || !isCoordinate(value.dx) || !isCoordinate(value.dy)) return null;
  return { ids: readIds(value.ids), dx: value.dx, dy: value.dy };
}

function readIds(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_IDS).filter((id): id is string => typeof id === "string" && isRowKey(id));
}

function isCoordinate(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
