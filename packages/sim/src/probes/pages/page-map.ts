/**
 * A machine's pages as a picture of few cells. It takes a step for each free or allocated block and for each run that is named, so
 * it costs less than the run that made them.
 */

import { isBlockHead } from "../../allocator/page-state";
import type { PageMap } from "../../output";
import { PAGE_STATES } from "../../page-states";
import { eachBlock } from "./blocks";
import { codeOfByte, stateCode } from "./page-state";
import type { PageSource } from "./source";

export const MAX_CELLS = 4096;
/** Results are streamed to everybody who watches: a picture that needs more figures than these gets larger cells. */
export const MAX_FIGURES = 6144;

const STATES = PAGE_STATES.length;
const RESERVED = stateCode("reserved");
const ABSENT = stateCode("absent");

/** The picture of a machine as it stands. */
export function pageMap(source: PageSource): PageMap {
  let cells = countCells(source);
  let runs = runLengths(cells.counts);
  while (figures(runs) > MAX_FIGURES) {
    cells = halve(cells);
    runs = runLengths(cells.counts);
  }
  const totals = new Array<number>(STATES).fill(0);
  for (let i = 0; i < cells.counts.length; i++) {
    totals[i % STATES] = (totals[i % STATES] as number) + (cells.counts[i] as number);
  }
  return {
    cellPages: cells.cellPages,
    states: [...PAGE_STATES],
    totals,
    stretches: stretches(source, cells.cellPages),
    runs,
  };
}

interface Cells {
  cellPages: number;
  /** Pages, index cell * STATES + state. */
  counts: Float64Array;
}

function countCells(source: PageSource): Cells {
  const cellPages = finestCell(source.frames);
  const cells = Math.ceil(source.frames / cellPages);
  const counts = new Float64Array(cells * STATES);
  const add = (cell: number, code: number, pages: number) => {
    counts[cell * STATES + code] = (counts[cell * STATES + code] as number) + pages;
  };
  for (let cell = 0; cell < cells; cell++) {
    add(cell, ABSENT, Math.min(cellPages, source.frames - cell * cellPages));
  }
  const move = (start: number, end: number, from: number, to: number) => {
    for (let frame = start; frame < end; ) {
      const cell = Math.floor(frame / cellPages);
      const next = Math.min(end, (cell + 1) * cellPages);
      add(cell, from, frame - next);
      add(cell, to, next - frame);
      frame = next;
    }
  };
  let behind = 0;
  for (const { start, end } of source.memory) {
    const first = Math.max(behind, start);
    // Neighbours of one state go together: most of a large machine is a few runs of large blocks.
    let runStart = first;
    let runCode = -1;
    behind = eachBlock(source, first, end, (frame, _next, byte) => {
      const code = codeOfByte(byte);
      if (code === runCode) return;
      if (frame > runStart) move(runStart, frame, ABSENT, runCode);
      runStart = frame;
      runCode = code;
    });
    if (behind > runStart) move(runStart, behind, ABSENT, runCode);
  }
  source.eachNamed((first, pages, state) => {
    const byte = source.stateOf(first);
    move(first, first + pages, isBlockHead(byte) ? codeOfByte(byte) : RESERVED, stateCode(state));
  });
  return { cellPages, counts };
}

function finestCell(frames: number): number {
  let cellPages = 1;
  while (frames / cellPages > MAX_CELLS) cellPages *= 2;
  return cellPages;
}

/** Two cells in one. */
function halve({ cellPages, counts }: Cells): Cells {
  const cells = Math.ceil(counts.length / STATES / 2);
  const merged = new Float64Array(cells * STATES);
  for (let i = 0; i < counts.length; i++) {
    const cell = Math.floor(i / STATES / 2);
    merged[cell * STATES + (i % STATES)] =
      (merged[cell * STATES + (i % STATES)] as number) + (counts[i] as number);
  }
  return { cellPages: 2 * cellPages, counts: merged };
}

/** [cells in a row, state, pages, state, pages, ...] of equal cells, the state with most pages first. */
function runLengths(counts: Float64Array): number[][] {
  const runs: number[][] = [];
  let last = "";
  for (let place = 0; place < counts.length; place += STATES) {
    const mix = PAGE_STATES.map((_, state) => ({ state, pages: counts[place + state] as number }))
      .filter(({ pages }) => pages > 0)
      .sort((a, b) => b.pages - a.pages || a.state - b.state)
      .flatMap(({ state, pages }) => [state, pages]);
    const key = mix.join(" ");
    const run = runs.at(-1);
    if (run !== undefined && key === last) run[0] = (run[0] as number) + 1;
    else runs.push([1, ...mix]);
    last = key;
  }
  return runs;
}

function figures(runs: readonly number[][]): number {
  return runs.reduce((sum, run) => sum + run.length, 0);
}

/** Where a cell's first pfn does not follow the cell before it. */
function stretches({ spans }: PageSource, cellPages: number): PageMap["stretches"] {
  return spans.flatMap(({ frame, pfn }) => (frame < 0 ? [] : [{ cell: frame / cellPages, firstPfn: pfn }]));
}
