import { PROFILE_FIELDS, type ProfileFieldsJson, resolveFields } from "@carveout/model";

export type Boundary = "page" | "pageblock" | "section";

/** What the kernel deals memory out in, bytes; each is a multiple of the one before. */
export type Boundaries = Readonly<Record<Boundary, number>>;

const KIB = 1024;
const MIB = 1024 * KIB;

/** The units of a profile's machine, as the simulation core has them (the test compares the two). */
export function boundariesOf(fields: ProfileFieldsJson): Boundaries {
  const values = resolveFields(PROFILE_FIELDS, fields as Record<string, unknown>);
  const page = Number(values.pageSizeBytes);
  const arch = String(values.arch);
  return {
    page,
    pageblock: page * 2 ** pageblockOrder(arch, page, Number(values.pageblockOrder), Number(values.maxOrder)),
    section: sectionBytes(arch, String(values.kernel), page),
  };
}

/** asm/sparsemem.h of x86, arm64 (1 GiB before 5.12) and arm. */
function sectionBytes(arch: string, kernel: string, page: number): number {
  if (arch === "arm32") return 256 * MIB;
  if (arch === "arm64" && kernel === "5.4") return 1024 * MIB;
  return arch === "arm64" && page === 64 * KIB ? 512 * MIB : 128 * MIB;
}

/** include/linux/pageblock-flags.h: the huge page's order, at most the largest one. */
function pageblockOrder(arch: string, page: number, written: number, maxOrder: number): number {
  if (written > 0) return written;
  if (arch === "arm32") return maxOrder;
  const entriesOfATable = page / 8;
  return Math.min(Math.log2(entriesOfATable), maxOrder);
}

/** Screen pixels within which an edge is drawn to a section or a pageblock. */
const REACH_PX = 5;

/**
 * Where a dragged edge comes to lie: on the section or else the pageblock boundary within reach, else on the nearest page. `isFine`: on a
 * page, whatever is near.
 */
export function snapEdge(
  address: number,
  boundaries: Boundaries,
  bytesPerPixel: number,
  isFine: boolean,
): number {
  const to = (unit: number) => Math.round(address / unit) * unit;
  const coarse = isFine ? [] : [boundaries.section, boundaries.pageblock].map(to);
  const near = coarse.find((at) => Math.abs(at - address) <= REACH_PX * bytesPerPixel);
  return near ?? to(boundaries.page);
}

/** The next boundary of a kind above or below an address. */
export function nextBoundary(address: number, unit: number, direction: 1 | -1): number {
  return direction === 1 ? (Math.floor(address / unit) + 1) * unit : (Math.ceil(address / unit) - 1) * unit;
}

/** The largest unit that an address is a multiple of. */
export function boundaryAt(address: number, boundaries: Boundaries): Boundary | null {
  for (const on of ["section", "pageblock", "page"] as const) if (address % boundaries[on] === 0) return on;
  return null;
}
