/** pfns to frames for the hot path: most events lie in the section of the one before. */

import type { FrameMap } from "../machine/sections";

export class FrameLookup {
  private section = -1;
  private shift = 0;

  constructor(private readonly frames: FrameMap) {}

  /** The frame of a pfn, or -1 if the machine has no such page. */
  frameOf(pfn: number): number {
    const section = Math.floor(pfn / this.frames.sectionPages);
    if (section !== this.section) {
      const frame = this.frames.find(pfn);
      if (frame < 0) return -1;
      this.section = section;
      this.shift = frame - pfn;
    }
    return pfn + this.shift;
  }
}
