/** Replays a memblock log to the list as it stands when the hand-over starts. */

import { memmapLeafBytes } from "../arch";
import type { MemblockEvent } from "../dmesg/memblock-log";
import { type Place, type Range, subtract, union } from "../range";
import { isKmsanMetadata, isMemmap, labelOf } from "./labels";

/** A part of memblock's reserved list. */
export interface Piece extends Range {
  /** Null if it was reserved before memblock=debug was parsed, or by a caller that the log does not name. */
  label: string | null;
  owner: "boot" | "memmap" | "kmsan";
  /** Exists when kmsan_init_shadow() records ranges. */
  recorded: boolean;
  /** Reserved after the memmap was. */
  afterMemmap: boolean;
}

export interface Replayed {
  pieces: Piece[];
  memmapBytes: number;
}

/**
 * The reserved list at the hand-over, null if the log does not tell it: without a dump there is no start to replay
 * from, without the hand-over no end, and lines that were lost in between may have been any.
 */
export function replay(events: MemblockEvent[], pageSizeBytes: number): Replayed | null {
  const lastDump = events.findLastIndex((event) => event.kind === "dump");
  const isWhole =
    lastDump >= 0 &&
    events.at(-1)?.kind === "hand-over" &&
    !events.slice(lastDump).some((event) => event.kind === "gap");
  if (!isWhole) return null;

  const list = new PieceList();
  const noMap: Range[] = [];
  let isRecorded = true;
  let isAfterMemmap = false;
  for (const event of events) {
    if (event.kind === "shadow") isRecorded = false;
    else if (event.kind === "free") list.remove(event);
    else if (event.kind === "dump") {
      list.become(event.reserved, {
        label: null,
        owner: "boot",
        recorded: isRecorded,
        afterMemmap: isAfterMemmap,
      });
      noMap.push(...event.noMap);
    } else if (event.kind === "reserve") {
      const { startBytes, endBytes } = event;
      const isMap = isMemmap(event, endBytes - startBytes, memmapLeafBytes(pageSizeBytes));
      const isMetadata = isKmsanMetadata(event);
      if (isMetadata) isRecorded = false;
      list.add({
        startBytes,
        endBytes,
        label: labelOf(event),
        owner: isMap ? "memmap" : isMetadata ? "kmsan" : "boot",
        recorded: isRecorded,
        afterMemmap: isAfterMemmap,
      });
      if (isMap) isAfterMemmap = true;
    }
  }
  for (const range of union(noMap)) {
    list.add({ ...range, label: "firmware, not mapped", owner: "boot", recorded: false, afterMemmap: false });
  }
  const memmap = list.pieces.filter((piece) => piece.owner === "memmap");
  return {
    pieces: list.pieces,
    memmapBytes: memmap.reduce((sum, { startBytes, endBytes }) => sum + endBytes - startBytes, 0),
  };
}

/** Gives the pieces without a label that of the places they lie in, cut where places end. */
export function labelByPlace(
  pieces: Piece[],
  places: Place[],
  otherwise: string,
): (Piece & { label: string })[] {
  const labelled: (Piece & { label: string })[] = [];
  for (const piece of pieces) {
    if (piece.label !== null) {
      labelled.push({ ...piece, label: piece.label });
      continue;
    }
    let rest: Range[] = [piece];
    for (const place of places) {
      if (place.endBytes <= piece.startBytes || piece.endBytes <= place.startBytes) continue;
      for (const part of rest) {
        const startBytes = Math.max(part.startBytes, place.startBytes);
        const endBytes = Math.min(part.endBytes, place.endBytes);
        if (startBytes < endBytes) labelled.push({ ...piece, startBytes, endBytes, label: place.label });
      }
      rest = subtract(rest, [place]);
    }
    for (const { startBytes, endBytes } of rest)
      labelled.push({ ...piece, startBytes, endBytes, label: otherwise });
  }
  return labelled.sort((a, b) => a.startBytes - b.startBytes);
}

/** Sorted, disjoint pieces. As in memblock an overlapped part keeps its first owner. */
class PieceList {
  pieces: Piece[] = [];

  add(piece: Piece): void {
    const { first, end } = this.touched(piece);
    const inside = this.pieces.slice(first, end);
    const added = subtract([piece], inside).map((range) => ({ ...piece, ...range }));
    this.pieces.splice(
      first,
      end - first,
      ...[...inside, ...added].sort((a, b) => a.startBytes - b.startBytes),
    );
  }

  remove(range: Range): void {
    if (range.endBytes <= range.startBytes) return;
    const { first, end } = this.touched(range);
    const left = this.pieces
      .slice(first, end)
      .flatMap((piece) => subtract([piece], [range]).map((part) => ({ ...piece, ...part })));
    this.pieces.splice(first, end - first, ...left);
  }

  /** Takes a dump's word: what it lacks goes, what it has beyond is added as `unknown`. */
  become(reserved: Range[], unknown: Omit<Piece, keyof Range>): void {
    const told = union(reserved);
    for (const gone of subtract(union(this.pieces), told)) this.remove(gone);
    for (const range of subtract(told, union(this.pieces))) this.add({ ...range, ...unknown });
  }

  /** Indices [first, end) of the pieces that overlap the range. */
  private touched({ startBytes, endBytes }: Range): { first: number; end: number } {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.pieces[middle]?.endBytes ?? 0) <= startBytes) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while ((this.pieces[end]?.startBytes ?? Number.POSITIVE_INFINITY) < endBytes) end++;
    return { first: low, end };
  }
}
