/**
 * SPARSEMEM sections, and the frame numbers that the core's arrays are indexed by.
 * A frame number is a pfn with the absent sections squeezed out. A section is a multiple of the largest
 * buddy block, so buddies have the same arithmetic in frames as in pfns.
 */

import type { MachineInput } from "../input";
import { address } from "../text";
import { pagesPerSection, sectionBytes } from "./arch";
import type { RegionList } from "./region-list";

export interface Section {
  /** Section number: first pfn / pages per section. */
  number: number;
  /** The node that named the section first, as sparse_early_nid(). */
  nid: number;
}

/** Sections that memory touches, ascending. Source: mm/sparse.c memory_present(). */
export function presentSections(memory: RegionList, machine: MachineInput): Section[] {
  const bytes = sectionBytes(machine);
  const sections: Section[] = [];
  for (const region of memory.regions) {
    const first = Math.floor(region.base / bytes);
    const last = Math.floor((region.base + region.size - 1) / bytes);
    const known = sections.at(-1)?.number ?? -1;
    for (let number = Math.max(first, known + 1); number <= last; number++) {
      sections.push({ number, nid: region.nid });
    }
  }
  return sections;
}

/** Translates pfns to frames and back. */
export class FrameMap {
  readonly frames: number;
  /** Pages of a section. */
  readonly sectionPages: number;
  private readonly numbers: number[];
  private readonly order = new Map<number, number>();

  constructor(sections: Section[], machine: MachineInput) {
    this.sectionPages = pagesPerSection(machine);
    this.numbers = sections.map((section) => section.number);
    for (const [index, number] of this.numbers.entries()) this.order.set(number, index);
    this.frames = sections.length * this.sectionPages;
  }

  /** Frame of a pfn in a present section. Throws RangeError for any other pfn. */
  frameOf(pfn: number): number {
    const frame = this.find(pfn);
    if (frame < 0) throw new RangeError(`pfn ${address(pfn)} lies in no present section`);
    return frame;
  }

  /** Frame of a pfn, or -1 if its section is absent. */
  find(pfn: number): number {
    const index = this.order.get(Math.floor(pfn / this.sectionPages));
    return index === undefined ? -1 : index * this.sectionPages + (pfn % this.sectionPages);
  }

  /** Frames of the present pages in [startPfn, endPfn), in runs, ascending. */
  *runs(startPfn: number, endPfn: number): Generator<{ start: number; end: number }> {
    for (const [index, number] of this.numbers.entries()) {
      const start = Math.max(startPfn, number * this.sectionPages);
      const end = Math.min(endPfn, (number + 1) * this.sectionPages);
      if (start >= end) continue;
      const shift = (index - number) * this.sectionPages;
      yield { start: start + shift, end: end + shift };
    }
  }

  /** pfn of a frame. Throws RangeError for a frame beyond the last section. */
  pfnOf(frame: number): number {
    const number = this.numbers[Math.floor(frame / this.sectionPages)];
    if (number === undefined) throw new RangeError(`frame ${frame} is behind the last section`);
    return number * this.sectionPages + (frame % this.sectionPages);
  }
}
