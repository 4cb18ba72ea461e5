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

/** Sections that memory touches, ascending. In columns, for 16 TiB have 131,072 of them. Source: mm/sparse.c memory_present(). */
export class Sections implements Iterable<Section> {
  readonly numbers: Int32Array;
  readonly nids: Int32Array;

  constructor(memory: RegionList, machine: MachineInput) {
    const bytes = sectionBytes(machine);
    const spans = memory.regions.map(({ base, size, nid }) => ({
      first: Math.floor(base / bytes),
      last: Math.floor((base + size - 1) / bytes),
      nid,
    }));
    const most = spans.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const numbers = new Int32Array(most);
    const nids = new Int32Array(most);
    let length = 0;
    let next = 0;
    for (const { first, last, nid } of spans) {
      for (let number = Math.max(first, next); number <= last; number++) {
        numbers[length] = number;
        nids[length++] = nid;
      }
      next = last + 1;
    }
    this.numbers = numbers.subarray(0, length);
    this.nids = nids.subarray(0, length);
  }

  get length(): number {
    return this.numbers.length;
  }

  *[Symbol.iterator](): Generator<Section> {
    for (let i = 0; i < this.length; i++)
      yield { number: this.numbers[i] as number, nid: this.nids[i] as number };
  }
}

/** Sections without a gap, numbers [number, end); the first one is the place-th of the present ones. */
interface Stretch {
  place: number;
  number: number;
  end: number;
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
  private readonly stretches: Stretch[] = [];

  constructor({ numbers }: Sections, machine: MachineInput) {
    this.sectionPages = pagesPerSection(machine);
    this.sectionShift = 31 - Math.clz32(this.sectionPages);
    this.numbers = numbers;
    this.places = new Int32Array((numbers.at(-1) ?? -1) + 1);
    let last: Stretch = { place: 0, number: 0, end: -1 };
    for (let place = 0; place < numbers.length; place++) {
      const number = numbers[place] as number;
      this.places[number] = place + 1;
      if (number !== last.end) {
        last = { place, number, end: number };
        this.stretches.push(last);
      }
      last.end++;
    }
    this.frames = numbers.length * this.sectionPages;
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
    const { sectionPages } = this;
    for (const { place, number, end } of this.stretches) {
      const firstPfn = Math.max(startPfn, number * sectionPages);
      const lastPfn = Math.min(endPfn, end * sectionPages);
      const shift = (place - number) * sectionPages;
      if (firstPfn < lastPfn) yield { start: firstPfn + shift, end: lastPfn + shift };
    }
  }

  /** pfn of a frame. Throws RangeError for a frame beyond the last section. */
  pfnOf(frame: number): number {
    const number = this.numbers[frame >>> this.sectionShift];
    if (number === undefined) throw new RangeError(`frame ${frame} is behind the last section`);
    return number * this.sectionPages + (frame & (this.sectionPages - 1));
  }
}
