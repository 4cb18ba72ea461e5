/** Ranges of physical memory. */

/** [startBytes, endBytes). */
export interface Range {
  startBytes: number;
  endBytes: number;
}

/** A range of RAM and the node it belongs to, null where the file does not tell. */
export interface NodeRange extends Range {
  nid: number | null;
}

/** A range and whose it is. */
export interface Place extends Range {
  label: string;
}

/** Sorted, with overlapping and touching ranges made one. */
export function union(ranges: Iterable<Range>): Range[] {
  const sorted = [...ranges].sort((a, b) => a.startBytes - b.startBytes);
  const merged: Range[] = [];
  for (const { startBytes, endBytes } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && startBytes <= last.endBytes) last.endBytes = Math.max(last.endBytes, endBytes);
    else if (startBytes < endBytes) merged.push({ startBytes, endBytes });
  }
  return merged;
}

/** What `from` holds and `without` does not. Both sorted and disjoint, as union() gives them. */
export function subtract(from: Range[], without: Range[]): Range[] {
  const left: Range[] = [];
  let first = 0;
  for (const { startBytes, endBytes } of from) {
    let at = startBytes;
    while ((without[first]?.endBytes ?? Number.POSITIVE_INFINITY) <= startBytes) first++;
    for (let i = first; i < without.length; i++) {
      const hole = without[i];
      if (hole === undefined || hole.startBytes >= endBytes) break;
      if (hole.startBytes > at) left.push({ startBytes: at, endBytes: hole.startBytes });
      at = Math.max(at, hole.endBytes);
    }
    if (at < endBytes) left.push({ startBytes: at, endBytes });
  }
  return left;
}

/** What both hold. Both sorted and disjoint. */
export function intersect(a: Range[], b: Range[]): Range[] {
  return subtract(a, subtract(a, b));
}

/** Whole pages inside the ranges: PFN_UP(start) to PFN_DOWN(end) of each. */
export function wholePages(ranges: Iterable<Range>, pageSizeBytes: number): number {
  let pages = 0;
  for (const { startBytes, endBytes } of ranges) {
    pages += Math.max(0, Math.floor(endBytes / pageSizeBytes) - Math.ceil(startBytes / pageSizeBytes));
  }
  return pages;
}

/** The ranges rounded out to pages. */
export function roundedOut(ranges: Iterable<Range>, pageSizeBytes: number): Range[] {
  return union(
    [...ranges].map(({ startBytes, endBytes }) => ({
      startBytes: Math.floor(startBytes / pageSizeBytes) * pageSizeBytes,
      endBytes: Math.ceil(endBytes / pageSizeBytes) * pageSizeBytes,
    })),
  );
}
