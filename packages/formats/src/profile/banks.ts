/** The map of RAM, from the best file there is. */

import { ImportError } from "../errors";
import { intersect, type NodeRange, type Range, subtract, union } from "../range";
import { count } from "../text";
import type { Evidence } from "./files";
import type { ImportedBank, ImportNote } from "./profile";

/** More is no map that the simulation core takes. */
const MAX_BANKS = 64;
/** Physical address bits of x86-64 and arm64. */
const MAX_ADDRESS = 2 ** 52;

/**
 * Banks of whole pages, ascending (memblock_trim_memory() drops the rest). Notes say where the map comes from.
 * @throws ImportError if no file tells where RAM is, there are more than 64 banks, or one lies above 2^52
 */
export function banksOf(evidence: Evidence, pageSizeBytes: number, notes: ImportNote[]): ImportedBank[] {
  const ram = withNodes(ramRanges(evidence, pageSizeBytes, notes), nodesOf(evidence, pageSizeBytes));
  const banks = ram
    .map(({ startBytes, endBytes, nid }) => {
      const baseBytes = Math.ceil(startBytes / pageSizeBytes) * pageSizeBytes;
      const sizeBytes = Math.floor(endBytes / pageSizeBytes) * pageSizeBytes - baseBytes;
      return { baseBytes, sizeBytes, nid };
    })
    .filter((bank) => bank.sizeBytes > 0);
  if (banks.length === 0) {
    throw new ImportError("The files name no whole page of RAM. Add /proc/iomem, read as root.", ["iomem"]);
  }
  if (banks.length > MAX_BANKS) {
    throw new ImportError(
      `The map has ${count(banks.length)} ranges of RAM; at most ${MAX_BANKS} make a profile. Give the ranges that matter by hand.`,
      [],
    );
  }
  if (banks.some((bank) => bank.baseBytes + bank.sizeBytes > MAX_ADDRESS)) {
    throw new ImportError(
      "The map has RAM above 52 address bits, which no such machine has. Check where it comes from.",
      [],
    );
  }
  return banks;
}

function ramRanges(
  { dmesg, iomem, zoneinfo }: Evidence,
  pageSizeBytes: number,
  notes: ImportNote[],
): NodeRange[] {
  if (dmesg !== null && dmesg.ram !== null) {
    const { source, ranges } = dmesg.ram;
    notes.push({ severity: "info", sentence: `The map of RAM is the kernel log's: ${source}.` });
    return ranges;
  }
  if (iomem !== null && iomem.systemRam.length > 0) {
    notes.push({ severity: "info", sentence: "The map of RAM is 'System RAM' of /proc/iomem." });
    return iomem.systemRam.map((range) => ({ ...range, nid: null }));
  }
  const spans: NodeRange[] = [];
  for (const { nid, startPfn, spanned } of zoneinfo?.zones ?? []) {
    if (startPfn === null) continue;
    spans.push({ startBytes: startPfn * pageSizeBytes, endBytes: (startPfn + spanned) * pageSizeBytes, nid });
  }
  if (spans.length === 0) {
    throw new ImportError(
      "No file tells where RAM is. Add /proc/iomem (read as root), the kernel log from its first line, or /proc/zoneinfo.",
      ["iomem", "dmesg", "zoneinfo"],
    );
  }
  notes.push({
    severity: "warning",
    sentence:
      "zoneinfo read, iomem missing. Zones and watermarks are set. The map is drawn from zone spans, without holes. " +
      "Add /proc/iomem.",
  });
  return spans;
}

/** Which node owns which addresses: the firmware's word, else the zones' spans. */
function nodesOf({ dmesg, zoneinfo }: Evidence, pageSizeBytes: number): NodeRange[] {
  if (dmesg !== null && dmesg.srat.length > 0) return dmesg.srat;
  return (zoneinfo?.zones ?? []).flatMap(({ nid, startPfn, spanned }) =>
    startPfn === null
      ? []
      : [{ startBytes: startPfn * pageSizeBytes, endBytes: (startPfn + spanned) * pageSizeBytes, nid }],
  );
}

/** Cuts ranges without a node where nodes end; what no node owns is node 0's. Touching ranges of a node become one. */
function withNodes(
  ram: NodeRange[],
  nodes: NodeRange[],
): { startBytes: number; endBytes: number; nid: number }[] {
  const byNode = new Map<number, Range[]>();
  const give = (nid: number, ranges: Range[]) => byNode.set(nid, [...(byNode.get(nid) ?? []), ...ranges]);
  for (const nid of new Set(ram.map((range) => range.nid))) {
    if (nid !== null)
      give(
        nid,
        ram.filter((range) => range.nid === nid),
      );
  }
  let rest = union(ram.filter((range) => range.nid === null));
  for (const nid of new Set(nodes.map((node) => node.nid ?? 0))) {
    const own = union(nodes.filter((node) => (node.nid ?? 0) === nid));
    give(nid, intersect(rest, own));
    rest = subtract(rest, own);
  }
  give(0, rest);

  let taken: Range[] = [];
  const banks: { startBytes: number; endBytes: number; nid: number }[] = [];
  for (const [nid, ranges] of byNode) {
    // As in memblock_add_range() an overlapped part keeps its first node.
    const own = subtract(union(ranges), taken);
    taken = union([...taken, ...own]);
    banks.push(...own.map((range) => ({ ...range, nid })));
  }
  return banks.sort((a, b) => a.startBytes - b.startBytes);
}
