import { bytesOf, type MemoryMap, type Region } from "./memory-map";

/** A block of the drawing: `y` and `h` in pixels from the top, high addresses up. */
export interface MapBlock {
  kind: Region["kind"];
  y: number;
  h: number;
  bytes: number;
  /** Ranges that share this block, because at this scale they lie on the same pixels. */
  ranges: number;
  label: string;
  startBytes: number;
  endBytes: number;
  /** Drawn larger than it is, so that it can be seen. */
  isEnlarged: boolean;
  /** Drawn shorter than it is: a hole that would dwarf the memory. */
  isCut: boolean;
}

export interface MapDrawing {
  blocks: MapBlock[];
  bytesPerPixel: number;
  enlarged: number;
  /** Where an address lies, px from the top; beyond both ends it goes on at the same scale. */
  yOf(address: number): number;
}

export const SMALLEST_PX = 2;
/** A hole larger than this part of the memory is cut: on a machine with RAM at both ends of its address space nothing else would be seen. */
const CUT_ABOVE = 0.5;
const CUT_PX = 14;

/** Lays a memory map out on `height` pixels, to one scale for banks and namespaces. */
export function drawMap(map: MemoryMap, height: number): MapDrawing {
  const covered = [...merged(map.banks), ...map.pmem];
  const memoryBytes = bytesOf(covered);
  const isCut = (hole: Region) => hole.endBytes - hole.startBytes > memoryBytes * CUT_ABOVE;
  const cuts = map.holes.filter(isCut);
  const cutBytes = cuts.reduce((sum, hole) => sum + hole.endBytes - hole.startBytes, 0);
  const scaledBytes = map.endBytes - map.startBytes - cutBytes;
  const bytesPerPixel = scaledBytes / Math.max(1, height - cuts.length * CUT_PX);
  if (scaledBytes <= 0) return { blocks: [], bytesPerPixel: 0, enlarged: 0, yOf: () => height };

  const y = (address: number) => {
    let px = (address - map.startBytes) / bytesPerPixel;
    for (const cut of cuts)
      if (address >= cut.endBytes) px += CUT_PX - (cut.endBytes - cut.startBytes) / bytesPerPixel;
    return height - px;
  };
  const block = (region: Region): MapBlock => ({
    ...region,
    y: y(region.endBytes),
    h: y(region.startBytes) - y(region.endBytes),
    bytes: region.endBytes - region.startBytes,
    ranges: 1,
    isEnlarged: false,
    isCut: false,
  });
  const blocks = [
    ...covered.map((part) => enlarged(block(part), height)),
    ...map.holes.map((hole) => ({ ...block(hole), isCut: isCut(hole) })),
    ...gather(map.cma.map(block), height),
    ...gather(map.reserved.map(block), height),
  ];
  return { blocks, bytesPerPixel, enlarged: blocks.filter((b) => b.isEnlarged).length, yOf: y };
}

/** Banks that touch or overlap as one. */
function merged(banks: readonly Region[]): Region[] {
  const out: Region[] = [];
  for (const bank of banks) {
    const last = out.at(-1);
    if (last !== undefined && bank.startBytes < last.endBytes)
      last.endBytes = Math.max(last.endBytes, bank.endBytes);
    else out.push({ ...bank });
  }
  return out;
}

/** Gives every block its two pixels, and makes one of those that then lie on the same ones. From high addresses to low. */
function gather(blocks: MapBlock[], height: number): MapBlock[] {
  const out: MapBlock[] = [];
  for (const block of blocks.toSorted((a, b) => b.endBytes - a.endBytes)) {
    const last = out.at(-1);
    const isOnSamePixels = last !== undefined && block.y < last.y + last.h + 1 && block.kind === last.kind;
    if (isOnSamePixels) {
      last.h = Math.max(last.h, block.y + block.h - last.y);
      last.bytes += block.bytes;
      last.ranges += block.ranges;
      last.startBytes = Math.min(last.startBytes, block.startBytes);
      last.label = last.label === block.label ? last.label : "reserved";
    } else out.push({ ...block });
  }
  return out.map((block) => enlarged(block, height));
}

/** A block that nobody would see gets its two pixels. */
function enlarged(block: MapBlock, height: number): MapBlock {
  if (block.h >= SMALLEST_PX) return block;
  return { ...block, h: SMALLEST_PX, y: Math.min(block.y, height - SMALLEST_PX), isEnlarged: true };
}
