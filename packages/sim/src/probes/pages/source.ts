import type { PageState } from "../../page-states";

/** Frames [start, end). */
export interface FrameRange {
  start: number;
  end: number;
}

/** What the page map reads of a machine. Frames are pages of present sections, numbered without gaps. */
export interface PageSource {
  readonly frames: number;
  /** Where memory is, ascending. */
  readonly memory: readonly FrameRange[];
  /** Largest order. */
  readonly maxOrder: number;
  /** The allocator's byte of a frame: of a head where a free or allocated block begins, else no head's. */
  stateOf(frame: number): number;
  /** The first frame in [frame, end) where a free or allocated block begins; `end` if there is none. */
  nextHead(frame: number, end: number): number;
  /** True if somebody holds the movable block that begins at a frame in a way that it cannot move. */
  isPinned(frame: number): boolean;
  /** First pfn of a frame's page. */
  pfnOf(frame: number): number;
  /** The frame of a pfn, or -1 if its section is absent. */
  frameOf(pfn: number): number;
  /**
   * Names the runs of pages that are neither free, nor a caller's, nor plainly reserved. A run is made of allocated blocks of one
   * mobility and begins with a head, or it lies where no free or allocated block is. No page is named twice.
   */
  eachNamed(tell: (frame: number, pages: number, state: PageState) => void): void;
}
