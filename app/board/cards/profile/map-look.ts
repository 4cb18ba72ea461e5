/** Which kind of memory a part of the map looks like. */
export const MAP_LOOK = {
  ram: "free",
  hole: "hole",
  reserved: "reserved",
  memmap: "reserved",
  unplaced: "reserved",
} as const;
