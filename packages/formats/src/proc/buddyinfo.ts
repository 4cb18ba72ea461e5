import { linesOf } from "../text";
import { MAX_ZONES, notThis, rowOf, tooManyZones, zoneLine } from "./zone-line";

/** The free blocks of one zone. */
export interface BuddyinfoZone {
  nid: number;
  zone: string;
  /** Free blocks of each order, from order 0; pages in per-cpu lists are not among them. */
  free: number[];
}

export interface BuddyinfoFacts {
  /** In the file's order. The kernel prints zones that have pages only. */
  zones: BuddyinfoZone[];
}

const FILE = "/proc/buddyinfo";

/**
 * Reads /proc/buddyinfo. Lines that name no zone (a prompt, a section mark) are passed over.
 * Source: mm/vmstat.c frag_show_print().
 * @throws FormatError if no line names a zone, or something other than numbers follows a zone's name
 */
export function readBuddyinfo(text: string): BuddyinfoFacts {
  const lines = linesOf(text);
  const zones: BuddyinfoZone[] = [];
  for (const line of lines) {
    const head = zoneLine(line);
    if (head === null) continue;
    zones.push({ nid: head.nid, zone: head.zone, free: rowOf(head.rest, line, FILE) });
    if (zones.length > MAX_ZONES) throw tooManyZones(FILE);
  }
  if (zones.length === 0) throw notThis(lines, FILE, "'Node n, zone NAME n n n ...'");
  return { zones };
}
