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
  /** Pages of a section, a power of two. */
  readonly sectionPages: number;
  /** Its logarithm. */
  private readonly sectionShift: number;
  private readonly numbers: Int32Array;
  /** By section number its place among the present ones, plus one; 0 if it is absent. */
  private readonly places: Int32Array;

  constructor(sections: Section[], machine: MachineInput) {
    this.sectionPages = pagesPerSection(machine);
    this.sectionShift = 31 - Math.clz32(this.sectionPages);
    this.numbers = Int32Array.from(sections, (section) => section.number);
    this.places = new Int32Array((this.numbers.at(-1) ?? -1) + 1);
    for (let i = 0; i < this.numbers.length; i++) this.places[this.numbers[i] as number] = i + 1;
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
    // Numbers of 32 bits, which nearly all are, do without a division.
    const number = pfn < 2 ** 31 ? pfn >> this.sectionShift : Math.floor(pfn / this.sectionPages);
    if (number < 0 || number >= this.places.length) return -1;
    const place = this.places[number] as number;
    return place === 0 ? -1 : (place - 1) * this.sectionPages + (pfn & (this.sectionPages - 1));
  }

  /** Frames of the present pages in [startPfn, endPfn), in runs without a gap, ascending. */
  *runs(startPfn: number, endPfn: number): Generator<{ start: number; end: number }> {
    const { numbers, sectionPages } = this;
    for (let first = 0; first < numbers.length; ) {
      let last = first;
      while (last + 1 < numbers.length && numbers[last + 1] === (numbers[last] as number) + 1) last++;
      const start = Math.max(startPfn, (numbers[first] as number) * sectionPages);
      const end = Math.min(endPfn, ((numbers[last] as number) + 1) * sectionPages);
      const shift = (first - (numbers[first] as number)) * sectionPages;
      if (start < end) yield { start: start + shift, end: end + shift };
      first = last + 1;
    }
  }

  /** pfn of a frame. Throws RangeError for a frame beyond the last section. */
  pfnOf(frame: number): number {
    const number = this.numbers[Math.floor(frame / this.sectionPages)];
    if (number === undefined) throw new RangeError(`frame ${frame} is behind the last section`);
    return number * this.sectionPages + (frame % this.sectionPages);
  }
}
