/**
 * Numbers that are kept for each page: who holds it, and what strategies add, as they would to struct page. Those of one page lie
 * together, for who looks at one of them looks at the others, and to wait for memory is most of what a free costs.
 */

/**
 * Pages whose fields stand in one array, a room, made when something is written for the first of them: a power of two, no block is larger.
 * Memory is taken where it is touched, and one room is at hand where many would have to be looked for: 4 GiB of 4 KiB pages.
 */
const ROOM_SHIFT = 20;
const ROOM_PAGES = 1 << ROOM_SHIFT;

/** Slot plus one of who holds the block that begins with the page; 0 for blocks that stay where they are. */
export const HOLDER = 0;
/** The first field of the strategy that has some: Hooks.pageFields. */
export const FIRST_OWN = 1;

export class PageFields {
  /** From one page's fields to the next page's: a power of two. */
  readonly step: number;

  private readonly shift: number;
  private readonly rooms: Uint32Array[];
  /** Of all pages that nobody has written anything for. Nobody does. */
  private readonly empty: Uint32Array;

  /** @param own fields that a strategy has for each page */
  constructor(
    private readonly frames: number,
    own: number,
  ) {
    this.shift = 32 - Math.clz32(FIRST_OWN + own - 1);
    this.step = 1 << this.shift;
    this.empty = new Uint32Array(Math.min(frames, ROOM_PAGES) << this.shift);
    this.rooms = new Array<Uint32Array>(Math.ceil(frames / ROOM_PAGES)).fill(this.empty);
  }

  /** Where the page's first field stands in its room. The fields of a block's pages stand in one room. */
  placeOf(frame: number): number {
    return (frame & (ROOM_PAGES - 1)) << this.shift;
  }

  /** To read from. */
  roomOf(frame: number): Uint32Array {
    return this.rooms[frame >>> ROOM_SHIFT] as Uint32Array;
  }

  /** To write to. */
  roomFor(frame: number): Uint32Array {
    const room = this.roomOf(frame);
    return room !== this.empty ? room : this.makeRoom(frame);
  }

  /** The rooms that something was written to, ascending, each with its first page: what searches go through. */
  *made(): Generator<[firstFrame: number, room: Uint32Array]> {
    for (const [i, room] of this.rooms.entries()) if (room !== this.empty) yield [i * ROOM_PAGES, room];
  }

  private makeRoom(frame: number): Uint32Array {
    const left = this.frames - frame + (frame & (ROOM_PAGES - 1));
    const made = new Uint32Array(Math.min(left, ROOM_PAGES) << this.shift);
    this.rooms[frame >>> ROOM_SHIFT] = made;
    return made;
  }
}
