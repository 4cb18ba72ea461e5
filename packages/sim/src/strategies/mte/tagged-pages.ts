/** Which blocks of callers will carry tags, and whether their tags have a place. One byte for each block, at its first frame. */

const TAGGED = 0x80;
/** PG_tag_storage_reserved. */
const STORED = 0x40;

export class TaggedPages {
  private readonly marks: Uint8Array;

  constructor(frames: number) {
    this.marks = new Uint8Array(frames);
  }

  isTagged(frame: number): boolean {
    return this.marks[frame] !== 0;
  }

  isStored(frame: number): boolean {
    return ((this.marks[frame] as number) & STORED) !== 0;
  }

  mark(frame: number, isStored: boolean): void {
    this.marks[frame] = isStored ? TAGGED | STORED : TAGGED;
  }

  clear(frame: number): void {
    this.marks[frame] = 0;
  }

  /** Reads the marks of these frames, the first `count` of them, and returns something of them. */
  fetch(frames: Uint32Array, count: number): number {
    const { marks } = this;
    let read = 0;
    for (let i = 0; i < count; i++) read ^= marks[frames[i] as number] as number;
    return read;
  }

  /** First frames of the tagged blocks that have their tags stored, ascending. Costs a look at every frame. */
  *stored(): Generator<number> {
    for (const [frame, mark] of this.marks.entries()) if ((mark & STORED) !== 0) yield frame;
  }
}
