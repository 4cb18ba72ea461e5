/** Lets the tabs of one browser take turns at something. */
export interface Turns {
  /** Does the work once no other tab is at it. */
  take(work: () => Promise<void>): Promise<void>;
}

/** By the browser's own locks, which go with their tab. A page that came over plain HTTP from another machine has none: there each tab goes ahead. */
export function turnsAt(name: string): Turns {
  const locks = typeof navigator === "undefined" ? undefined : navigator.locks;
  return { take: (work) => locks?.request(name, work) ?? work() };
}
