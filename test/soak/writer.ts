import { BoardEdits, type ItemId, type ItemJson, isSame, itemsOf, readItem } from "@carveout/model";
import { encodeMessage } from "@carveout/wire";
import * as prng from "lib0/prng";
import * as Y from "yjs";
import { Guest, until } from "../../server/testing/house";

/** Notes that a writer has at most. Rewritten at this size they make the log longer than the board several times a second: it is compacted while the server is killed. */
const MAX_NOTES = 12;
const MAX_TEXT = 6000;
/** Of a hundred things that a writer does, those that are comments. */
const COMMENTS = 4;
/** Time between two edits of a writer, ms. */
const PAUSE_MS = { from: 2, to: 25 };

/** A state that one of the writer's notes had after an edit; null = it was gone. */
interface State {
  step: number;
  note: ItemJson | null;
}

interface Edit {
  item: ItemId;
  step: number;
  /** How many update frames this connection had sent when the edit was. */
  frames: number;
}

/** What a note may be: what was acknowledged last, or what was sent since. */
interface Standing {
  acknowledged: number;
  states: State[];
}

/**
 * Somebody who edits notes of their own as fast as a hand never could, and remembers of each what it was when the server acknowledged it. Now and then they
 * write the title, which all share, or something that the gate has to refuse.
 */
export class Writer {
  readonly said = new Map<string, string>();
  edits = 0;
  acknowledged = 0;
  private readonly notes = new Map<ItemId, Standing>();
  private readonly participant: string;
  private doc = new Y.Doc();
  private guest: Guest | null = null;
  private pending: Edit[] = [];
  private asked = new Map<string, { comment: string; text: string }>();
  private frames = 0;
  private step = 0;

  constructor(
    readonly board: string,
    private readonly token: string,
    private readonly name: string,
  ) {
    this.participant = `p-${name.padStart(16, "w")}`;
  }

  /** Comes to the board, in the tab that was open all the time or (`isFresh`) in a new one, which knows only what the server has kept. */
  async arrive(origin: string, isFresh: boolean): Promise<void> {
    if (isFresh) this.doc = new Y.Doc();
    const { doc, participant } = this;
    const guest = new Guest(origin, this.board, this.token, { doc, participant });
    this.guest = guest;
    this.frames = 0;
    doc.on("update", this.count);
    await guest.synced();
    // The first acknowledgement answers this document's complete state.
    await until(() => guest.of("ack").length > 0, "the server acknowledges the state", 30_000);
    if (isFresh) this.takeStock();
    else this.settle(Number.POSITIVE_INFINITY);
  }

  private readonly count = (_: Uint8Array, sender: unknown) => {
    if (sender !== this.guest?.provider) this.frames++;
  };

  /** In a new tab: the notes are what the server says, and only that. */
  private takeStock(): void {
    this.pending = [];
    this.notes.clear();
    for (const [id, item] of itemsOf(this.doc).entries())
      if (id.startsWith(this.prefix))
        this.notes.set(id, {
          acknowledged: this.step,
          states: [{ step: this.step, note: readItem(item) }],
        });
  }

  private get prefix(): string {
    return `note-${this.name}-`;
  }

  async write(random: prng.PRNG, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      if (prng.int32(random, 0, 99) < COMMENTS) this.comment(random);
      else this.edit(random);
      const pause = prng.int32(random, PAUSE_MS.from, PAUSE_MS.to);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** As much as makes the log longer than the board, at once. */
  burst(random: prng.PRNG): void {
    for (let n = 0; n < MAX_NOTES; n++) this.edit(random);
  }

  private edit(random: prng.PRNG): void {
    const edits = new BoardEdits(this.doc, null);
    const mine = [...itemsOf(this.doc).keys()].filter((id) => id.startsWith(this.prefix));
    const id = mine[prng.int32(random, 0, Math.max(0, mine.length - 1))];
    const text = `${prng.word(random, 3, 8)} `.repeat(prng.int32(random, 1, MAX_TEXT / 9));
    const geo = { x: prng.int32(random, 0, 5000), y: prng.int32(random, 0, 5000), w: 200 };
    this.edits++;
    const dice = prng.int32(random, 0, 99);
    if (dice < 3) edits.setTitle(`${this.name} ${this.step}`);
    else if (dice < 5) edits.setTitle("Too long. ".repeat(500));
    else if (id === undefined || (dice < 30 && mine.length < MAX_NOTES)) {
      const made = `${this.prefix}${prng.word(random, 8, 8)}`;
      edits.add({ kind: "note", geo, z: "a0", text }, made);
      this.note(made);
    } else {
      if (dice < 40) edits.remove([id]);
      else if (dice < 55) edits.move([{ id, geo }]);
      else
        edits.together(() => {
          const shared = edits.text(id);
          shared?.delete(0, shared.length);
          shared?.insert(0, text);
        });
      this.note(id);
    }
  }

  private note(item: ItemId): void {
    const shared = itemsOf(this.doc).get(item);
    const standing = this.notes.get(item) ?? { acknowledged: 0, states: [{ step: 0, note: null }] };
    this.notes.set(item, standing);
    const step = ++this.step;
    standing.states.push({ step, note: shared === undefined ? null : readItem(shared) });
    this.pending.push({ item, step, frames: this.frames });
  }

  /** Says something, whose answer may come. */
  private comment(random: prng.PRNG): void {
    const id = prng.word(random, 10, 10);
    const [thread, comment] = [`thread-${id}`, `comment-${id}`];
    const text = prng.word(random, 10, 200);
    const anchor = { at: "canvas", x: 0, y: 0 };
    const payload = { thread, comment, anchor, label: "", text, mentions: [] };
    this.asked.set(id, { comment, text });
    this.guest?.send(encodeMessage({ type: "command", id, name: "thread.start", payload }));
  }

  /** The server is gone: whatever it had acknowledged until then counts. */
  async part(): Promise<void> {
    const { guest } = this;
    if (guest === null) return;
    await until(() => guest.closed !== null || !guest.provider.wsconnected, "the socket is closed");
    guest.leave();
    this.guest = null;
    this.doc.off("update", this.count);
    const frames = guest.of("ack").at(-1)?.updates;
    if (frames !== undefined) this.settle(frames);
    for (const { id, refusal } of guest.of("answer")) {
      const asked = this.asked.get(id);
      if (asked !== undefined && refusal === null) this.said.set(asked.comment, asked.text);
    }
    this.asked.clear();
    // Edits that are not acknowledged by now go out with the complete state when this tab comes back.
    for (const edit of this.pending) edit.frames = 0;
  }

  private settle(frames: number): void {
    const isAcknowledged = (edit: Edit) => edit.frames <= frames;
    for (const { item, step } of this.pending.filter(isAcknowledged)) {
      this.acknowledged++;
      const standing = this.notes.get(item);
      if (standing === undefined) continue;
      standing.acknowledged = step;
      standing.states = standing.states.filter((state) => state.step >= step);
    }
    this.pending = this.pending.filter((edit) => !isAcknowledged(edit));
  }

  /** Writes no more: what they are owed stays, their document goes. */
  retire(): void {
    this.doc.destroy();
    this.doc = new Y.Doc();
  }

  /** What the stored board lost of this writer's, in words. */
  missing(items: Readonly<Record<ItemId, ItemJson>>): string[] {
    const lost: string[] = [];
    for (const [id, { acknowledged, states }] of this.notes) {
      const stored = items[id] ?? null;
      if (!states.some(({ note }) => isSame(note, stored)))
        lost.push(`${this.board}: ${id} is none of what it was at its step ${acknowledged} or after`);
    }
    return lost;
  }
}
