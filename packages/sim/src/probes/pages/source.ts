import type { PageContent, PageState } from "../../page-states";

/** Frames [start, end). */
export interface FrameRange {
  start: number;
  end: number;
}

/**
 * Pages one behind the other that a page map shows. The spans of a machine are whole sections, ascending, and what lies between them
 * is left out: a page's number among all pages of all spans is its *place*.
 */
export interface PageSpan {
  place: number;
  pfn: number;
  pages: number;
  /** Frame of the first page; -1 in sections that have no RAM. */
  frame: number;
}

/** Pages of a namespace, which are no RAM. */
export interface DeviceRun {
  startPfn: number;
  pages: number;
  state: PageState;
}

/** What the page map reads of a machine. Frames are pages of present sections, numbered without gaps. */
export interface PageSource {
  readonly frames: number;
  /** Where memory is, ascending. */
  readonly memory: readonly FrameRange[];
  /** Everything that has a place, ascending. */
  readonly spans: readonly PageSpan[];
  readonly devices: readonly DeviceRun[];
  /** Largest order. */
  readonly maxOrder: number;
  /** The allocator's byte of a frame: of a head where a free or allocated block begins, else no head's. */
  stateOf(frame: number): number;
  /** The first frame in [frame, end) where a free or allocated block begins; `end` if there is none. */
  nextHead(frame: number, end: number): number;
  /** True if somebody holds the movable block that begins at a frame in a way that it cannot move. */
  isPinned(frame: number): boolean;
  /** What the caller's block that begins at a frame holds. */
  contentOf(frame: number): PageContent;
  /**
   * Names the runs of pages that are neither free, nor a caller's, nor plainly reserved. A run is made of allocated blocks of one
   * mobility and begins with a head, or it lies where no free or allocated block is. No page is named twice.
   */
  eachNamed(tell: (frame: number, pages: number, state: PageState) => void): void;
}
