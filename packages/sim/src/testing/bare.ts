/** A machine whose callers get every page. Not exported from the package. */

import type { Machine } from "../machine/machine";

/** Takes watermarks, reserves and per-cpu stocks away, for scenarios that are worked out by hand without them. */
export function bare(machine: Machine): Machine {
  const { levels } = machine.allocator;
  levels.marks.fill(0);
  levels.reserve.fill(0);
  for (const [zone] of machine.zones.entries()) machine.allocator.pcp.disable(zone);
  return machine;
}
