import type { MemorySplit } from "@carveout/sim";

/** The 1 GiB boot with KMSAN, split as its zoneinfo and dmesg tell. For tests of what shows a split. */
export const MEMORY: MemorySplit = {
  presentPages: 262_014,
  usablePages: 73_020,
  shadowPages: 71_424,
  originPages: 71_424,
  pageExtPages: 0,
  memmapPages: 5_120,
  tagStoragePages: 0,
  pageTablePages: 0,
  reservedPages: 41_026,
  leakedPages: 0,
  usable: "exact",
};
