const TAGGED = 1;
/** PG_tag_storage_reserved. */
const STORED = 2;

/**
 * Which blocks of callers will carry tags, and whether their tags have a place. Two bits for each page, at a block's first: every free looks here,
 * and what 4 GiB of 4 KiB pages need, 256 KiB, stays in the processor's cache.
 */
export class TaggedPages {
  private readonly marks: Uint8Array;

  constructor(private readonly frames: number) {
    this.marks = new Uint8Array(Math.ceil(frames / 4));
  }

  isTagged(frame: number): boolean {
    return this.markOf(frame) !== 0;
  }

  isStored(frame: number): boolean {
    return (this.markOf(frame) & STORED) !== 0;
  }

  mark(frame: number, isStored: boolean): void {
    this.write(frame, isStored ? TAGGED | STORED : TAGGED);
  }

  clear(frame: number): void {
    this.write(frame, 0);
  }

  /** Reads the marks of blocks, the first `count` of these, and returns something of them. */
  fetch(frames: Uint32Array, count: number): number {
    const { marks } = this;
    let read = 0;
    for (let i = 0; i < count; i++) read ^= marks[(frames[i] as number) >>> 2] as number;
    return read;
  }

  /** First frames of the tagged blocks that have their tags stored, ascending. Costs a look at every frame. */
  *stored(): Generator<number> {
    for (let frame = 0; frame < this.frames; frame++) if (this.isStored(frame)) yield frame;
  }

  private markOf(frame: number): number {
    return ((this.marks[frame >>> 2] as number) >>> ((frame & 3) << 1)) & (TAGGED | STORED);
  }

  private write(frame: number, mark: number): void {
    const shift = (frame & 3) << 1;
    const others = (this.marks[frame >>> 2] as number) & ~((TAGGED | STORED) << shift);
    this.marks[frame >>> 2] = others | (mark << shift);
  }
}
