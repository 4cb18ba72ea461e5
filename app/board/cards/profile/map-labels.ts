import { spreadLabels } from "../../charts/lines";
import { sizeText } from "../figures";
import type { MapBlock } from "./map-scale";

export interface MapLabel {
  /** Middle of the label, px from the top. */
  y: number;
  /** Middle of what it names. */
  blockY: number;
  name: string;
  size: string;
}

const GAP_PX = 30;
const MOST_RESERVED = 3;

const NAMED_ALWAYS = new Set<MapBlock["kind"]>(["ram", "pmem", "tags", "cma"]);

/** Names beside a memory map: every bank, namespace, tag storage and cut hole, and the largest reserved blocks; as many as there is room for. */
export function mapLabels(blocks: readonly MapBlock[], low: number, high: number): MapLabel[] {
  const banks = blocks.filter((block) => block.kind === "ram");
  const named = blocks.filter((block) => NAMED_ALWAYS.has(block.kind));
  const holes = blocks.filter((block) => block.kind === "hole" && block.isCut);
  const reserved = blocks
    .filter((block) => !NAMED_ALWAYS.has(block.kind) && block.kind !== "hole")
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, MOST_RESERVED);
  const room = Math.max(1, Math.floor((high - low) / GAP_PX) + 1);
  const shown = [...named.toSorted((a, b) => b.bytes - a.bytes), ...holes, ...reserved].slice(0, room);
  const wanted = shown.map((block) => block.y + block.h / 2);
  return spreadLabels(wanted, GAP_PX, low, high).map((y, i) => {
    const block = shown[i] as MapBlock;
    return { y, blockY: wanted[i] ?? y, name: nameOf(block, banks.length), size: sizeText(block.bytes) };
  });
}

function nameOf(block: MapBlock, banks: number): string {
  if (block.kind === "ram") return banks > 1 ? `RAM, ${block.label}` : "System RAM";
  if (block.kind === "pmem") return `pmem, ${block.label}`;
  if (block.kind === "tags") return "tag storage";
  if (block.kind === "hole") return "hole, cut short";
  if (block.kind === "unplaced") return "reserved somewhere";
  return block.ranges > 1 ? `${block.ranges} ranges` : block.label;
}
