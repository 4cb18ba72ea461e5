/**
 * A part of the page map as cells of 2^k pages. It takes a step for each free or allocated block of that part and for each run that
 * is named, so that a machine of 1 TiB costs what is touched of it.
 */

import { isBlockHead, orderOf } from "../../allocator/page-state";
import { PAGE_CONTENTS, PAGE_STATES } from "../../page-states";
import { eachBlockOf } from "./blocks";
import { codeOfByte, type PageByte, pagesOfBlock, stateCode } from "./page-state";
import type { PageSource } from "./source";
import { placesOf } from "./space";

export interface RasterWindow {
  /** Of the first cell's first page. */
  place: number;
  /** Pages of a cell, a power of two. */
  cellPages: number;
  cells: number;
  /** Code of the state that one page of is enough to be told. */
  mark: number;
  /** Cells of one page have a second plane: order and content. */
  isDetailed: boolean;
}

/** A cell's byte: the code of the state that most of its pages are in (the lower one of two with as many) ... */
export const STATE_MASK = 0x1f;
/** ... at least one of its pages is in the state that the window marks, but most are not ... */
export const HAS_MARKED = 0x20;
/** ... at least one is pinned, but most are not. */
export const HAS_PINNED = 0x40;
/** A cell behind the last page. */
export const NO_CELL = 0x1f;

/** A byte of the second plane: content << 4 | order of the page's block; NO_ORDER: it is in none. */
export const NO_ORDER = 0x0f;

const STATES = PAGE_STATES.length;
const ABSENT = stateCode("absent");
const RESERVED = stateCode("reserved");
const PINNED = stateCode("pinned");
/** States of blocks that callers hold. */
export const CALLERS: readonly number[] = (["unmovable", "movable", "reclaimable", "pinned"] as const).map(
  stateCode,
);

/** Cells of a window, and behind them its second plane if it has one. */
export function rasterOf(source: PageSource, window: RasterWindow): Uint8Array {
  if (window.cellPages > 1) return majorities(countCells(source, window), window.mark);
  const { cells } = window;
  const bytes = new Uint8Array(window.isDetailed ? 2 * cells : cells).fill(NO_CELL);
  const details = window.isDetailed ? bytes.subarray(cells).fill(NO_ORDER) : null;
  eachRun(source, window, (start, end, _from, to, byte, head) => {
    bytes.fill(to, start, end);
    if (details !== null) details.fill(detailOf(source, to, byte, head), start, end);
  });
  return bytes;
}

/** Pages of each cell by state, index = cell * states + code. */
export function countCells(source: PageSource, { place, cellPages, cells }: RasterWindow): Uint32Array {
  const counts = new Uint32Array(cells * STATES);
  eachRun(source, { place, cellPages, cells }, (start, end, from, to) => {
    let cell = Math.floor(start / cellPages);
    for (let at = start; at < end; cell++) {
      const next = Math.min(end, (cell + 1) * cellPages);
      const index = cell * STATES;
      if (from >= 0) counts[index + from] = (counts[index + from] as number) - (next - at);
      counts[index + to] = (counts[index + to] as number) + (next - at);
      at = next;
    }
  });
  return counts;
}

function majorities(counts: Uint32Array, mark: number): Uint8Array {
  const bytes = new Uint8Array(counts.length / STATES);
  for (let cell = 0, first = 0; cell < bytes.length; cell++, first += STATES) {
    let most = 0;
    let state = NO_CELL;
    for (let code = 0; code < STATES; code++) {
      const pages = counts[first + code] as number;
      if (pages <= most) continue;
      most = pages;
      state = code;
    }
    let byte = state;
    if (state !== mark && (counts[first + mark] ?? 0) > 0) byte |= HAS_MARKED;
    if (state !== PINNED && (counts[first + PINNED] as number) > 0) byte |= HAS_PINNED;
    bytes[cell] = byte;
  }
  return bytes;
}

/**
 * Tells what every page of a window is, in runs of pages [start, end) counted from its first one. What was told of a page is taken back
 * by the next run that covers it: `from` is the code that was told before, -1 for the first time.
 * @param head frame where the run's block begins, -1 if it is in none or in several
 */
function eachRun(
  source: PageSource,
  { place, cellPages, cells }: Pick<RasterWindow, "place" | "cellPages" | "cells">,
  tell: (start: number, end: number, from: number, to: number, byte: PageByte, head: number) => void,
): void {
  const behind = Math.min(place + cells * cellPages, placesOf(source.spans));
  const shown: { shift: number; start: number; end: number }[] = [];
  for (const span of source.spans) {
    const start = Math.max(span.place, place);
    const end = Math.min(span.place + span.pages, behind);
    if (start >= end) continue;
    tell(start - place, end - place, -1, ABSENT, ABSENT, -1);
    if (span.frame < 0) continue;
    // What a frame of this span is to be added to come to its number in the window.
    const shift = span.place - span.frame - place;
    shown.push({ shift, start: start - place - shift, end: end - place - shift });
  }
  const clipped = (first: number, next: number, from: number, to: number, byte: PageByte, head: number) => {
    for (const { shift, start, end } of shown) {
      const low = Math.max(first, start);
      const high = Math.min(next, end);
      if (low < high) tell(low + shift, high + shift, from, to, byte, head);
    }
  };
  for (const { shift, start, end } of shown)
    eachBlockOf(source, start, end, (frame, next, byte) => {
      const low = Math.max(frame, start);
      const high = Math.min(next, end);
      if (low < high) tell(low + shift, high + shift, ABSENT, codeOfByte(byte), byte, frame);
    });
  source.eachNamed((first, pages, state) => {
    const byte = source.stateOf(first);
    clipped(
      first,
      first + pages,
      isBlockHead(byte) ? codeOfByte(byte) : RESERVED,
      stateCode(state),
      isBlockHead(byte) && pagesOfBlock(byte) >= pages ? byte : RESERVED,
      first,
    );
  });
  for (const { startPfn, pages, state } of source.devices)
    for (const span of source.spans) {
      const first = Math.max(startPfn, span.pfn) - span.pfn + span.place;
      const next = Math.min(startPfn + pages, span.pfn + span.pages) - span.pfn + span.place;
      const low = Math.max(first, place);
      const high = Math.min(next, behind);
      if (low < high) tell(low - place, high - place, ABSENT, stateCode(state), RESERVED, -1);
    }
}

/** A block's order, and what it holds if it is a caller's. */
function detailOf(source: PageSource, code: number, byte: PageByte, head: number): number {
  const state = head < 0 ? 0 : source.stateOf(head);
  if (byte === RESERVED || !isBlockHead(state)) return NO_ORDER;
  const content = CALLERS.includes(code) ? source.contentOf(head) : "";
  return (PAGE_CONTENTS.indexOf(content) << 4) | orderOf(state);
}
