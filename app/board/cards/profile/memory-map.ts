import {
  BANK_FIELDS,
  CMA_FIELDS,
  PMEM_FIELDS,
  PROFILE_FIELDS,
  type ProfileFieldsJson,
  RESERVED_FIELDS,
  resolveFields,
  TAG_STORAGE_FIELDS,
} from "@carveout/model";

/** A stretch of physical addresses, [startBytes, endBytes). */
export interface Region {
  kind: "ram" | "pmem" | "hole" | "reserved" | "tags" | "cma" | "memmap" | "unplaced";
  startBytes: number;
  endBytes: number;
  label: string;
}

/** What a profile says of its memory, lowest address first; banks may touch or overlap while somebody edits them. */
export interface MemoryMap {
  banks: Region[];
  /** Namespaces of persistent memory, which lie beside the banks. */
  pmem: Region[];
  holes: Region[];
  /** What is set aside in the banks: reserved ranges and tag storage. */
  reserved: Region[];
  /** Areas for contiguous allocations: movable pages use them meanwhile, so they are not set aside. */
  cma: Region[];
  startBytes: number;
  endBytes: number;
  /** Of the banks. */
  presentBytes: number;
}

/** The addresses of a profile, from the fields as written. Reserved ranges and tag storage count where a bank is. */
export function memoryMap(fields: ProfileFieldsJson): MemoryMap {
  const banks = rows(fields.banks, BANK_FIELDS)
    .map(({ start, size, row }) => region("ram", start, start + size, `node ${row.nid}`))
    .sort(byStart);
  const covered = union(banks);
  const reserved = [
    ...rows(fields.reserved, RESERVED_FIELDS).map(({ start, size, row }) =>
      region("reserved", start, start + size, String(row.label)),
    ),
    ...rows(fields.tagStorage, TAG_STORAGE_FIELDS).map(({ start, size }) =>
      region("tags", start, start + size, "tag storage"),
    ),
  ]
    .flatMap((part) => inside(part, covered))
    .sort(byStart);
  const cma = rows(fields.cma, CMA_FIELDS)
    .map(({ start, size, row }) => region("cma", start, start + size, `CMA, ${row.label}`))
    .flatMap((part) => inside(part, covered))
    .sort(byStart);
  const pmem = rows(fields.pmem, PMEM_FIELDS)
    .map(({ start, size, row }) => region("pmem", start, start + size, String(row.mode)))
    .sort(byStart);
  const everything = union([...banks, ...pmem].sort(byStart));
  const holes = everything
    .slice(1)
    .map((next, i) => region("hole", everything[i]?.endBytes ?? 0, next.startBytes, "hole"));
  const presentBytes = bytesOf(covered);
  return {
    banks,
    pmem,
    cma,
    holes,
    reserved: [...reserved, ...atTop(fields, covered, reserved, presentBytes)],
    startBytes: everything[0]?.startBytes ?? 0,
    endBytes: everything.at(-1)?.endBytes ?? 0,
    presentBytes,
  };
}

/**
 * What memblock places itself: the memmap and the reserved pages of unknown place. It allocates from the top down, so each is drawn at the
 * top of the highest free stretch that holds it, or of the largest where none does.
 */
function atTop(
  fields: ProfileFieldsJson,
  covered: readonly Region[],
  placed: readonly Region[],
  presentBytes: number,
): Region[] {
  const values = resolveFields(PROFILE_FIELDS, fields as Record<string, unknown>);
  const pageSize = Number(values.pageSizeBytes);
  const wanted = [
    {
      kind: "memmap" as const,
      bytes: (presentBytes / pageSize) * Number(values.structPageBytes),
      label: "memmap",
    },
    {
      kind: "unplaced" as const,
      bytes: Number(values.unplacedReservedPages) * pageSize,
      label: "reserved, place unknown",
    },
  ];
  const free = without(covered, placed).reverse();
  const out: Region[] = [];
  for (const { kind, bytes, label } of wanted) {
    const fits = free.find((part) => part.endBytes - part.startBytes >= bytes);
    const home = fits ?? free.toSorted((a, b) => b.endBytes - b.startBytes - (a.endBytes - a.startBytes))[0];
    if (home === undefined || bytes <= 0) continue;
    const taken = region(kind, Math.max(home.startBytes, home.endBytes - bytes), home.endBytes, label);
    home.endBytes = taken.startBytes;
    out.push(taken);
  }
  return out;
}

/** What regions come to together; they must not overlap. */
export function bytesOf(regions: readonly Region[]): number {
  return regions.reduce((sum, part) => sum + part.endBytes - part.startBytes, 0);
}

function region(kind: Region["kind"], startBytes: number, endBytes: number, label: string): Region {
  return { kind, startBytes, endBytes, label };
}

function byStart(a: Region, b: Region): number {
  return a.startBytes - b.startBytes;
}

function rows(table: ProfileFieldsJson["banks"], specs: typeof BANK_FIELDS) {
  return Object.values(table ?? {}).map((written) => {
    const row = resolveFields(specs, written);
    return { row, start: Number(row.baseBytes), size: Number(row.sizeBytes) };
  });
}

/** Touching and overlapping regions as one. */
function union(sorted: readonly Region[]): Region[] {
  const out: Region[] = [];
  for (const part of sorted) {
    const last = out.at(-1);
    if (last !== undefined && part.startBytes <= last.endBytes)
      last.endBytes = Math.max(last.endBytes, part.endBytes);
    else out.push({ ...part });
  }
  return out;
}

function inside(part: Region, covered: readonly Region[]): Region[] {
  return covered
    .map((bank) => ({
      ...part,
      startBytes: Math.max(part.startBytes, bank.startBytes),
      endBytes: Math.min(part.endBytes, bank.endBytes),
    }))
    .filter((clipped) => clipped.startBytes < clipped.endBytes);
}

/** What is left of `whole` outside `parts`. */
function without(whole: readonly Region[], parts: readonly Region[]): Region[] {
  const taken = union([...parts].sort(byStart));
  return whole.flatMap((bank) => {
    const left: Region[] = [];
    let at = bank.startBytes;
    for (const part of taken) {
      if (part.endBytes <= at || part.startBytes >= bank.endBytes) continue;
      if (part.startBytes > at) left.push({ ...bank, startBytes: at, endBytes: part.startBytes });
      at = part.endBytes;
    }
    if (at < bank.endBytes) left.push({ ...bank, startBytes: at });
    return left;
  });
}
