import { isBlockHead } from "../../allocator/page-state";
import { isMovable, type PageByte, pagesOfBlock, stateCode } from "./page-state";
import type { PageSource } from "./source";

const RESERVED = stateCode("reserved");
const PINNED = stateCode("pinned");

/**
 * Tells what lies in [start, end) of memory, from a frame on where a block begins or none is: each block with its byte, and what
 * lies between blocks as reserved. The last block may reach beyond `end`; where it ends is returned.
 */
export function eachBlock(
  source: PageSource,
  start: number,
  end: number,
  tell: (frame: number, next: number, byte: PageByte) => void,
): number {
  let frame = start;
  while (frame < end) {
    const state = source.stateOf(frame);
    const isHead = isBlockHead(state);
    const next = isHead ? frame + pagesOfBlock(state) : source.nextHead(frame + 1, end);
    const isPinned = isMovable(state) && source.isPinned(frame);
    tell(frame, next, isPinned ? PINNED : isHead ? state : RESERVED);
    frame = next;
  }
  return frame;
}

/** The same for any range of frames, what is no memory left out; a block that begins before `start` is told of too. */
export function eachBlockOf(
  source: PageSource,
  start: number,
  end: number,
  tell: (frame: number, next: number, byte: PageByte) => void,
): void {
  let next = headOf(source, start);
  for (const range of source.memory) {
    if (range.end <= start) continue;
    if (range.start >= end) return;
    next = eachBlock(source, Math.max(next, range.start), Math.min(end, range.end), tell);
  }
}

/** Where the block that holds a frame begins; the frame itself if there is none. */
export function headOf(source: PageSource, frame: number): number {
  for (let order = 0; order <= source.maxOrder; order++) {
    const head = frame - (frame % (1 << order));
    const byte = source.stateOf(head);
    if (isBlockHead(byte) && head + pagesOfBlock(byte) > frame) return head;
  }
  return frame;
}
