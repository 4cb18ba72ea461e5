import { isBlockHead } from "../../allocator/page-state";
import { eachBlock } from "./blocks";
import { pagesOfBlock, stateCode } from "./page-state";
import type { PageSource } from "./source";

const ABSENT = stateCode("absent");

/** One byte (PageByte) for each page of a range of pfns; every page of a block carries its block's. */
export function pageStates(source: PageSource, firstPfn: number, pages: number): Uint8Array {
  const bytes = new Uint8Array(pages).fill(ABSENT);
  for (let at = 0; at < pages; ) {
    const frame = source.frameOf(firstPfn + at);
    let run = 1;
    while (frame >= 0 && at + run < pages && source.frameOf(firstPfn + at + run) === frame + run) run++;
    if (frame >= 0) fillRun(source, frame, bytes.subarray(at, at + run));
    at += run;
  }
  return bytes;
}

/** The bytes of frames that follow one another. */
function fillRun(source: PageSource, first: number, bytes: Uint8Array): void {
  const behind = first + bytes.length;
  const fill = (start: number, end: number, byte: number) => {
    if (end > first && start < behind) bytes.fill(byte, Math.max(start - first, 0), end - first);
  };
  let next = blockAround(source, first);
  for (const { start, end } of source.memory) {
    next = eachBlock(source, Math.max(next, start), Math.min(end, behind), fill);
  }
  source.eachNamed((start, pages, state) => fill(start, start + pages, stateCode(state)));
}

/** Where the block that holds a frame begins; the frame itself if there is none. */
function blockAround(source: PageSource, frame: number): number {
  for (let order = 0; order <= source.maxOrder; order++) {
    const head = frame - (frame % (1 << order));
    const byte = source.stateOf(head);
    if (isBlockHead(byte) && head + pagesOfBlock(byte) > frame) return head;
  }
  return frame;
}
