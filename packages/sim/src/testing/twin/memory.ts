/** What all zones of the twin share: pageblocks' types, and which block is with whom. */

import { type TwinSetup, TYPE } from "./vocabulary";

export interface UsedBlock {
  order: number;
  /** Migratetype it was asked for. */
  mobility: number;
}

export class Memory {
  /** Migratetype of each pageblock. */
  readonly blockTypes: number[];
  /** Allocated blocks by first frame. */
  readonly used = new Map<number, UsedBlock>();
  readonly blockPages: number;

  constructor(readonly setup: TwinSetup) {
    this.blockPages = 2 ** setup.pageblockOrder;
    const frames = Math.max(...setup.zones.map(({ end }) => end));
    this.blockTypes = new Array(Math.ceil(frames / this.blockPages)).fill(TYPE.movable);
  }

  /** First frame of the pageblock that a frame is in. */
  blockStart(frame: number): number {
    return frame - (frame % this.blockPages);
  }

  typeOf(frame: number): number {
    return this.blockTypes[Math.floor(frame / this.blockPages)] as number;
  }

  /** Sets the type of every pageblock that a block of that order touches. */
  setType(frame: number, order: number, type: number): void {
    for (let at = this.blockStart(frame); at < frame + 2 ** order; at += this.blockPages) {
      this.blockTypes[at / this.blockPages] = type;
    }
  }

  /** Pages of allocated movable blocks in a range of frames. */
  movablePages(start: number, end: number): number {
    let pages = 0;
    for (const [frame, { order, mobility }] of this.used) {
      if (mobility !== TYPE.movable) continue;
      pages += Math.max(0, Math.min(frame + 2 ** order, end) - Math.max(frame, start));
    }
    return pages;
  }
}
