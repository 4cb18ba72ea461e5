import {
  type Fields,
  PMEM_FIELDS,
  type ProfileFieldsJson,
  resolveFields,
  TAG_STORAGE_FIELDS,
  TLB_FIELDS,
} from "@carveout/model";
import type { TableRow } from "../tables/sorted-rows";
import { memoryMap } from "./memory-map";
import type { ProfileTableKey } from "./profile-tables";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const PAGE = 4096;
/** A tag of 4 bits for each 16 bytes: a 32nd. */
const TAGGED_PER_TAG = 32;

/** What a new row of a table is: something that fits beside what is there. */
export function freshRow(
  table: ProfileTableKey,
  fields: ProfileFieldsJson,
  last: TableRow | undefined,
): Fields {
  switch (table) {
    case "reserved":
      return { baseBytes: 0, sizeBytes: PAGE, label: "reserved" };
    case "cma":
      return { baseBytes: 0, sizeBytes: 64 * MIB, label: "reserved" };
    case "tlb":
      return tlbRow(last);
    case "tagStorage":
      return tagStorageRow(fields);
    case "pmem":
      return pmemRow(fields);
  }
}

/** The next leaf of a page table with 512 entries. */
function tlbRow(last: TableRow | undefined): Fields {
  const defaults = resolveFields(TLB_FIELDS, {});
  if (last === undefined) return { leafBytes: Number(defaults.leafBytes), entries: Number(defaults.entries) };
  return { leafBytes: Math.min(512 * Number(last.values.leafBytes), 1024 * GIB), entries: 32 };
}

/** The top 32nd of the largest bank without tags, for the rest of it. */
function tagStorageRow(fields: ProfileFieldsJson): Fields {
  const tagged = Object.values(fields.tagStorage ?? {}).map((row) => resolveFields(TAG_STORAGE_FIELDS, row));
  const { banks } = memoryMap(fields);
  const bank = banks
    .filter(
      ({ startBytes, endBytes }) =>
        !tagged.some(({ baseBytes }) => Number(baseBytes) >= startBytes && Number(baseBytes) < endBytes),
    )
    .toSorted((a, b) => b.endBytes - b.startBytes - (a.endBytes - a.startBytes))[0];
  if (bank === undefined) return {};
  const pages = Math.floor((bank.endBytes - bank.startBytes) / PAGE);
  const sizeBytes = Math.ceil(pages / (TAGGED_PER_TAG + 1)) * PAGE;
  const memoryBaseBytes = Math.ceil(bank.startBytes / PAGE) * PAGE;
  const baseBytes = Math.floor(bank.endBytes / PAGE) * PAGE - sizeBytes;
  return { baseBytes, sizeBytes, memoryBaseBytes, memorySizeBytes: baseBytes - memoryBaseBytes };
}

/** At the next GiB above everything. */
function pmemRow(fields: ProfileFieldsJson): Fields {
  const { endBytes } = memoryMap(fields);
  const { sizeBytes } = resolveFields(PMEM_FIELDS, {});
  return { baseBytes: Math.ceil(endBytes / GIB) * GIB, sizeBytes: Number(sizeBytes) };
}
