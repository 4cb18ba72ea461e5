import type { Operations } from "../operations/operations";
import type { RunServices } from "../runs/column";
import type { Store } from "../store/store";
import { Room } from "./room";

/** How long a board stays in memory after the last one has left. */
const LINGER_MS = 60_000;

/** Boards in memory at once. One of 5,000 items takes some ten megabytes with its gate, most a hundredth of that. */
const MAX_ROOMS = 500;

/** One board more would be too many. */
export class NoRoom extends Error {
  constructor() {
    super(`The server has ${MAX_ROOMS} boards open, which is the most. Try again in a minute.`);
  }
}

/** The boards that are in memory. */
export class Rooms {
  private readonly rooms = new Map<string, Promise<Room | null>>();
  private readonly loaded = new Map<string, Room>();
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly store: Store,
    private readonly operations: Operations,
    private readonly services: RunServices,
  ) {
    operations.metrics.gauge("rooms", "Boards in memory", () => this.rooms.size);
  }

  /** The room of a board, loaded if need be; null if there is no such board. Throws NoRoom. It stays for as long as somebody is in it, and a little longer. */
  async open(board: string): Promise<Room | null> {
    let opening = this.rooms.get(board);
    if (opening === undefined) {
      if (this.rooms.size >= MAX_ROOMS) throw new NoRoom();
      opening = this.admit(board, this.load(board));
    }
    const room = await opening;
    this.closeLater(board);
    return room;
  }

  private admit(board: string, opening: Promise<Room | null>): Promise<Room | null> {
    this.rooms.set(board, opening);
    const forget = () => {
      if (this.rooms.get(board) === opening) this.rooms.delete(board);
    };
    opening.then((room) => room === null && forget(), forget);
    return opening;
  }

  /** How many people are on a board. */
  async here(board: string): Promise<number> {
    return (await this.rooms.get(board))?.here ?? 0;
  }

  /** The room of a board that is in memory already and loaded. */
  inMemory(board: string): Room | null {
    return this.loaded.get(board) ?? null;
  }

  /** Brings the database up to what has come to all boards, for who reads there what people see here. */
  async flush(): Promise<void> {
    await Promise.all([...this.loaded.values()].map((room) => room.flush()));
  }

  /** Sends everybody away from a board that is no longer what it was. */
  async drop(board: string, code: number, reason: string): Promise<void> {
    const room = await this.rooms.get(board);
    this.forget(board);
    await room?.close(code, reason);
  }

  /** Puts another board in the place of this one, with nobody on it: who is quick to come back waits, and finds what has come. */
  async replace(board: string, code: number, reason: string, work: () => Promise<void>): Promise<void> {
    const before = this.rooms.get(board);
    this.forget(board);
    const replacing = async () => {
      const room = await before?.catch(() => null);
      await room?.close(code, reason);
      await work();
      return this.load(board);
    };
    await this.admit(board, replacing());
    this.closeLater(board);
  }

  private forget(board: string): void {
    clearTimeout(this.timers.get(board));
    this.timers.delete(board);
    this.rooms.delete(board);
    this.loaded.delete(board);
  }

  private async load(board: string): Promise<Room | null> {
    const stored = await this.store.open(board);
    if (stored === null) return null;
    const room = new Room(stored, this.store, this.operations, this.services, () => this.forget(board));
    this.loaded.set(board, room);
    return room;
  }

  private closeLater(board: string): void {
    clearTimeout(this.timers.get(board));
    const timer = setTimeout(() => void this.closeIfEmpty(board), LINGER_MS);
    timer.unref();
    this.timers.set(board, timer);
  }

  private async closeIfEmpty(board: string): Promise<void> {
    const room = await this.rooms.get(board);
    if (room === null || room === undefined) return;
    if (room.size > 0) return this.closeLater(board);
    this.forget(board);
    await room.close();
  }

  async close(): Promise<void> {
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all([...this.rooms.values()].map(async (opening) => (await opening)?.close()));
  }
}
