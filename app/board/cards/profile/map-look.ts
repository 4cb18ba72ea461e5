/** Which kind of memory a part of the map looks like. */
export const MAP_LOOK = {
  ram: "free",
  pmem: "pmem",
  hole: "hole",
  reserved: "reserved",
  tags: "tags",
  cma: "cma",
  memmap: "reserved",
  unplaced: "reserved",
} as const;
