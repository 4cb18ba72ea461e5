import {
  type BoardJson,
  compareBoards,
  deeds,
  fieldOf,
  type ItemId,
  isSame,
  itemsOf,
  metaOf,
  namedMoments,
  ROOTS,
  readItem,
  titleOf,
  writerAt,
} from "@carveout/model";
import * as Y from "yjs";
import { pathTo } from "../gate/shapes";
import type { Store, StoredBoard } from "../store/store";
import { MAX_TOLD, type Moment, type MomentChange } from "./moment";
import { thinned } from "./retention";
import { packState, unpackState } from "./state";

/** A burst ends when nobody has changed anything for this long, or when it has gone on for the longer time. */
const QUIET_MS = 10_000;
const LONGEST_MS = 5 * 60_000;
/** The history is thinned as it grows, at most this often. */
const THIN_EVERY_MS = 60 * 60_000;
const ALL = Number.MAX_SAFE_INTEGER;

export interface RecorderParts {
  /** True once everything that was accepted so far is durable, false if it never will be. */
  durable(): Promise<boolean>;
  /** Who made a transaction, by its origin. */
  authorOf(origin: unknown): string | null;
  /** Who writes under a Yjs client id. */
  ownerOf(client: number): string | undefined;
  /** There is a new moment. */
  recorded(moment: Moment): void;
}

/** What has changed since the last moment. */
interface Burst {
  beganAt: number;
  at: number;
  /** "all": it is not known what. */
  items: Set<ItemId> | "all";
  authors: Set<string>;
  /** Who wrote a place last, by its path. */
  writers: Map<string, string>;
}

/** A moment on its way to the store. */
interface Taken {
  number: number;
  board: BoardJson;
  burst: Burst;
  /** The state before it, null where only the store has it. */
  before: BoardJson | null;
}

/**
 * Writes a board's history while people work: it notes what changes, and when a burst has come to rest keeps the state with what was done and by whom. Nothing of
 * it is in an edit's way; a moment that could not be written is made up for by the next one.
 */
export class Recorder {
  private burst: Burst | null = null;
  /** Of the burst: what has changed, and who wrote it last. Where it lies is looked up when somebody asks, once for all changes of a place. */
  private readonly noted = new Map<Y.AbstractType<unknown>, Map<string | null, string | null>>();
  /** The state at the last moment. Its items are never changed in place, so that the next state shares what has not changed. */
  private base: BoardJson | null = null;
  private timer: NodeJS.Timeout | null = null;
  private working: Promise<unknown> = Promise.resolve();
  private thinnedAt = 0;
  private number: number;

  constructor(
    private readonly board: string,
    private readonly doc: Y.Doc,
    private readonly store: Store,
    private readonly parts: RecorderParts,
    { record, lastMoment }: Pick<StoredBoard, "record" | "lastMoment">,
  ) {
    this.number = lastMoment?.number ?? 0;
    // A server that was killed may have kept changes whose moment it did not come to write.
    if (lastMoment === null || lastMoment.at < record.updatedAt)
      this.burst = { ...newBurst(record.updatedAt), items: "all" };
    if (lastMoment === null || Math.max(...namedMoments(doc), 0) > this.number) this.mark();
    itemsOf(doc).observeDeep(this.observe);
    metaOf(doc).observeDeep(this.observe);
  }

  /** Number of the last moment, which may be on its way to the store. */
  get last(): number {
    return this.number;
  }

  /** Makes a moment of the board as it is at this very turn, for somebody who names it. Returns its number, and writes it in the background. */
  mark(): number {
    const { burst } = this;
    if (burst === null) return this.number;
    const taken = this.take(burst);
    void this.queue(() => this.write(taken));
    return taken.number;
  }

  /** Makes a moment of what has changed, if anything is different now. Resolves once it is kept, or could not be. */
  record(): Promise<void> {
    return this.queue(async () => {
      this.base ??= await this.stored();
      const { burst, base } = this;
      if (burst === null) return;
      if (base !== null && isSame(base, this.state(this.placed(burst)))) this.rest();
      else await this.write(this.take(burst));
    });
  }

  /** After the moments that are being written. */
  async settled(): Promise<void> {
    await this.working;
  }

  /** What has changed since the last moment, as if it were one. */
  async pending(): Promise<Moment | null> {
    await this.settled();
    this.base ??= await this.stored();
    const { burst, base } = this;
    return burst === null || base === null
      ? null
      : this.momentOf({
          number: this.number + 1,
          board: this.state(this.placed(burst)),
          burst,
          before: base,
        });
  }

  /** What has changed becomes the last moment. */
  async close(): Promise<void> {
    if (this.burst !== null) await this.record();
    this.rest();
  }

  private readonly observe = (
    events: Y.YEvent<Y.AbstractType<unknown>>[],
    transaction: Y.Transaction,
  ): void => {
    const now = Date.now();
    this.burst ??= newBurst(now);
    const { burst } = this;
    burst.at = now;
    const author = this.parts.authorOf(transaction.origin);
    if (author !== null) burst.authors.add(author);
    for (const event of events) this.note(event, author);
    this.timer ??= this.wait(burst);
  };

  private note(event: Y.YEvent<Y.AbstractType<unknown>>, author: string | null): void {
    let keys = this.noted.get(event.target);
    if (keys === undefined) {
      keys = new Map();
      this.noted.set(event.target, keys);
    }
    if (event instanceof Y.YMapEvent)
      for (const key of event.keysChanged as Set<string>) keys.set(key, author);
    else keys.set(null, author);
  }

  /** The burst, with everything in it where it lies. */
  private placed(burst: Burst): Burst {
    for (const [type, keys] of this.noted) {
      const [root = "", ...at] = pathTo(this.doc, type);
      for (const [key, author] of keys) {
        const place = key === null ? at : [...at, key];
        const [id] = place;
        if (root === ROOTS.items && id !== undefined && burst.items !== "all") burst.items.add(id);
        if (author !== null) burst.writers.set([root, ...place].join("/"), author);
      }
    }
    this.noted.clear();
    return burst;
  }

  /** Looks again when the burst may have come to rest. */
  private wait({ beganAt, at }: Burst): NodeJS.Timeout {
    const timer = setTimeout(
      () => this.look(),
      Math.max(0, Math.min(at + QUIET_MS, beganAt + LONGEST_MS) - Date.now()),
    );
    return timer.unref();
  }

  private look(): void {
    this.timer = null;
    const { burst } = this;
    if (burst === null) return;
    const now = Date.now();
    if (now >= burst.at + QUIET_MS || now >= burst.beganAt + LONGEST_MS) void this.record();
    else this.timer = this.wait(burst);
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private rest(): void {
    this.burst = null;
    this.clearTimer();
  }

  /** One at a time, in order. */
  private queue(work: () => Promise<void>): Promise<void> {
    const done = this.working.then(work);
    // The next moment makes up for one that could not be written.
    const quiet = done.catch(() => {});
    this.working = quiet;
    return quiet;
  }

  /** The burst ends here: what comes from now on is another moment's. */
  private take(burst: Burst): Taken {
    const board = this.state(this.placed(burst));
    const taken = { number: ++this.number, board, burst, before: this.base };
    this.base = board;
    this.rest();
    return taken;
  }

  private async write(taken: Taken): Promise<void> {
    try {
      const before = taken.before ?? (await this.stored());
      const state = await packState(taken.board);
      // A moment must not tell what a power cut can still take back.
      if (!(await this.parts.durable())) return;
      const moment = { ...this.momentOf({ ...taken, before }), bytes: state.length };
      await this.store.keepMoment(this.board, moment, state);
      this.parts.recorded(moment);
      await this.thin(moment.at).catch(() => {});
    } catch (error) {
      this.takeBack(taken);
      throw error;
    }
  }

  /** A moment that could not be written is part of the next one. */
  private takeBack({ burst, number }: Taken): void {
    const later = this.burst;
    this.burst = {
      beganAt: burst.beganAt,
      at: later?.at ?? burst.at,
      items: "all",
      authors: new Set([...burst.authors, ...(later?.authors ?? [])]),
      writers: new Map([...burst.writers, ...(later?.writers ?? [])]),
    };
    this.base = null;
    if (this.number === number) this.number--;
  }

  /** The last moment's state; null before the first. */
  private async stored(): Promise<BoardJson | null> {
    const [last] = await this.store.moments(this.board, ALL, 1);
    const state = last === undefined ? null : await this.store.momentState(this.board, last.number);
    return state === null ? null : unpackState(state);
  }

  /** What people edit together. What one of them has said is no part of it: no moment unsays anything. */
  private state({ items: touched }: Burst): BoardJson {
    const shared = itemsOf(this.doc);
    const items = touched === "all" || this.base === null ? {} : { ...this.base.items };
    for (const id of touched === "all" || this.base === null ? shared.keys() : touched) {
      const item = shared.get(id);
      const plain = item === undefined ? null : readItem(item);
      if (plain === null) delete items[id];
      else items[id] = plain;
    }
    return { carveout: 1, title: titleOf(this.doc), items };
  }

  private momentOf({ number, board, burst, before }: Taken): Moment {
    const head = { number, beganAt: burst.beganAt, at: burst.at, bytes: 0 };
    if (before === null) {
      const made = { item: null, field: "", author: null, did: "made the board" };
      return { ...head, authors: [], count: 1, changes: [made] };
    }
    const done = deeds(compareBoards(before, board, burst.items === "all" ? undefined : burst.items));
    const changes = done.map(
      ({ item, path, did }): MomentChange => ({
        item,
        field: fieldOf(path),
        author: this.authorAt(item, path, burst),
        did,
      }),
    );
    const authors = new Set([...burst.authors, ...changes.flatMap(({ author }) => author ?? [])]);
    return { ...head, authors: [...authors], count: changes.length, changes: changes.slice(0, MAX_TOLD) };
  }

  /** Who did it: noted while it happened; after a restart, whose Yjs client the value stands under. */
  private authorAt(item: ItemId | null, path: readonly string[], burst: Burst): string | null {
    const place = item === null ? [ROOTS.meta, ...path] : [ROOTS.items, item, ...path];
    // A row or an item that came as a whole was noted where it was put.
    for (let end = place.length; end > 1; end--) {
      const noted = burst.writers.get(place.slice(0, end).join("/"));
      if (noted !== undefined) return noted;
    }
    const client = writerAt(this.doc, place);
    return client === null ? null : (this.parts.ownerOf(client) ?? null);
  }

  private async thin(now: number): Promise<void> {
    if (now - this.thinnedAt < THIN_EVERY_MS) return;
    this.thinnedAt = now;
    const moments = (await this.store.moments(this.board, ALL, ALL)).reverse();
    const { dropped, retold } = thinned(moments, namedMoments(this.doc), now);
    if (dropped.length > 0) await this.store.thinMoments(this.board, dropped, retold);
  }
}

function newBurst(at: number): Burst {
  return { beganAt: at, at, items: new Set(), authors: new Set(), writers: new Map() };
}
