/** How far prediction and measurement lie apart. Shares are 0 to 1. */

import { listIndex } from "../allocator/block-lists";
import type { Buddy } from "../allocator/buddy";
import { unusableFreeIndex } from "../allocator/fragmentation";

/** Free blocks of one zone. */
export interface ZoneFree {
  nid: number;
  kind: string;
  /** [type][order], or one row where types are not known. */
  free: readonly (readonly number[])[];
}

export interface Agreement {
  predictedPages: number;
  measuredPages: number;
  /** Predicted free pages against measured ones: 0.01 is 1 % too many. */
  freeError: number;
  /** Total-variation distance between the shares of free pages that lie in blocks of each order. */
  orderDistance: number;
  /** The same over orders and migratetypes; null where one side does not know types. */
  typeDistance: number | null;
  /** Mean over the orders of the difference between unusable indices, in the zone where it is largest. */
  unusableError: number;
}

/** Free blocks of every zone as the model has them. */
export function freeBlocksOf(
  buddy: Buddy,
  zones: readonly { nid: number; name: string }[],
  types: number,
): ZoneFree[] {
  return zones.map(({ nid, name }, zone) => ({
    nid,
    kind: name,
    free: Array.from({ length: types }, (_, type) =>
      Array.from(
        { length: buddy.maxOrder + 1 },
        (_, order) => buddy.counts[listIndex(zone, order, type)] as number,
      ),
    ),
  }));
}

/** Compares zone by zone; zones that only one side has count as empty on the other. */
export function compare(predicted: readonly ZoneFree[], measured: readonly ZoneFree[]): Agreement {
  const pairs = measured.map((zone) => ({
    ours: predicted.find(({ nid, kind }) => nid === zone.nid && kind === zone.kind)?.free ?? [],
    theirs: zone.free,
  }));
  const ours = sumRows(pairs.flatMap((pair) => pair.ours));
  const theirs = sumRows(pairs.flatMap((pair) => pair.theirs));
  const predictedPages = sum(pagesOf(ours));
  const measuredPages = sum(pagesOf(theirs));
  const knowsTypes = measured.every(({ free }) => free.length > 1);
  return {
    predictedPages,
    measuredPages,
    freeError: measuredPages === 0 ? 0 : predictedPages / measuredPages - 1,
    orderDistance: totalVariation(pagesOf(ours), pagesOf(theirs)),
    typeDistance: knowsTypes
      ? totalVariation(byType(pairs.map((pair) => pair.ours)), byType(pairs.map((pair) => pair.theirs)))
      : null,
    unusableError: Math.max(
      0,
      ...pairs.map((pair) => unusableDistance(sumRows(pair.ours), sumRows(pair.theirs))),
    ),
  };
}

function sumRows(rows: readonly (readonly number[])[]): number[] {
  const orders = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: orders }, (_, order) => rows.reduce((s, row) => s + (row[order] ?? 0), 0));
}

function pagesOf(blocks: readonly number[]): number[] {
  return blocks.map((count, order) => count * 2 ** order);
}

/** Pages by type and order, all zones together, one after the other. */
function byType(zones: readonly (readonly (readonly number[])[])[]): number[] {
  const types = Math.max(0, ...zones.map((rows) => rows.length));
  return Array.from({ length: types }, (_, type) =>
    pagesOf(sumRows(zones.map((rows) => rows[type] ?? []))),
  ).flatMap((row) => [...row, ...Array.from({ length: 16 - row.length }, () => 0)]);
}

/** Half the sum of differences between two distributions. */
export function totalVariation(a: readonly number[], b: readonly number[]): number {
  const sumA = sum(a);
  const sumB = sum(b);
  if (sumA === 0 || sumB === 0) return sumA === sumB ? 0 : 1;
  let distance = 0;
  for (let i = 0; i < Math.max(a.length, b.length); i++)
    distance += Math.abs((a[i] ?? 0) / sumA - (b[i] ?? 0) / sumB);
  return distance / 2;
}

function unusableDistance(ours: readonly number[], theirs: readonly number[]): number {
  const orders = Math.max(ours.length, theirs.length);
  let difference = 0;
  for (let order = 0; order < orders; order++)
    difference += Math.abs(unusableFreeIndex(ours, order) - unusableFreeIndex(theirs, order));
  return difference / (1000 * Math.max(1, orders));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
