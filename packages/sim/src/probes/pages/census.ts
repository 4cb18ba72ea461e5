import { isBlockHead, orderOf } from "../../allocator/page-state";
import { PAGE_STATES } from "../../page-states";
import { eachBlockOf } from "./blocks";
import { codeOfByte, type PageByte, stateCode } from "./page-state";
import type { PageSource } from "./source";

/** A whole machine in numbers. */
export interface Census {
  /** Pages in each state, index = code. */
  totals: number[];
  /**
   * Blocks of each order, index = order, as the allocator sees them: it knows metadata as somebody's unmovable block. `free` are on the
   * lists of any type.
   */
  free: number[];
  unmovable: number[];
  movable: number[];
  reclaimable: number[];
}

const RESERVED = stateCode("reserved");
const ABSENT = stateCode("absent");

export function censusOf(source: PageSource): Census {
  const totals = new Array<number>(PAGE_STATES.length).fill(0);
  const blocks = new Uint32Array(PAGE_STATES.length << 4);
  const move = (pages: number, from: number, to: number) => {
    totals[from] = (totals[from] as number) - pages;
    totals[to] = (totals[to] as number) + pages;
  };
  totals[ABSENT] = source.spans.reduce((sum, { pages }) => sum + pages, 0);
  eachBlockOf(source, 0, source.frames, (frame, next, byte) => {
    const code = codeOfByte(byte);
    move(next - frame, ABSENT, code);
    const head = source.stateOf(frame);
    if (!isBlockHead(head)) return;
    const place = (codeOfByte(head) << 4) | orderOf(head);
    blocks[place] = (blocks[place] as number) + 1;
  });
  source.eachNamed((first, pages, state) => {
    const byte: PageByte = source.stateOf(first);
    move(pages, isBlockHead(byte) ? codeOfByte(byte) : RESERVED, stateCode(state));
  });
  for (const { pages, state } of source.devices) move(pages, ABSENT, stateCode(state));
  const ofStates = (...states: (typeof PAGE_STATES)[number][]) =>
    Array.from({ length: source.maxOrder + 1 }, (_, order) =>
      states.reduce((sum, state) => sum + (blocks[(stateCode(state) << 4) | order] as number), 0),
    );
  return {
    totals,
    free: ofStates("free", "cma", "isolated"),
    unmovable: ofStates("unmovable"),
    movable: ofStates("movable"),
    reclaimable: ofStates("reclaimable"),
  };
}
