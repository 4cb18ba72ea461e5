/** debug_pagealloc: every free page is out of the direct map, every allocated one is in it. */

import { assertInvariant } from "../../invariant";
import type { Machine } from "../../machine/machine";
import { blockPages } from "../../order";

export class DebugPagealloc {
  /** Calls of __kernel_map_pages(), mapping and unmapping. */
  calls = 0;
  /** Unmappings, after which only the cpu that frees has flushed its TLB (X-G5). */
  unmaps = 0;
  /** 1 where a caller's page was mapped when it was handed out, by frame. */
  private readonly mapped: Uint8Array;

  constructor(machine: Machine) {
    this.mapped = new Uint8Array(machine.buddy.frames);
  }

  map(frame: number, order: number): void {
    this.calls++;
    if (order === 0) this.mapped[frame] = 1;
    else this.mapped.fill(1, frame, frame + blockPages(order));
  }

  unmap(frame: number, order: number): void {
    this.calls++;
    this.unmaps++;
    if (order === 0) this.mapped[frame] = 0;
    else this.mapped.fill(0, frame, frame + blockPages(order));
  }

  /** I-G6: a free page is not mapped, and the callers' pages are. */
  check(machine: Machine): void {
    const { buddy, allocator } = machine;
    const checkFree = (frame: number, order: number) => {
      const first = this.mapped.subarray(frame, frame + blockPages(order)).indexOf(1);
      assertInvariant("I-G6", first < 0, () => `free frame ${frame + first} is mapped.`);
    };
    for (const [zone] of machine.zones.entries()) {
      for (let order = 0; order <= buddy.maxOrder; order++)
        for (const frame of buddy.freeBlocks(zone, order)) checkFree(frame, order);
    }
    allocator.pcp.eachBlock(checkFree);
    const mapped = this.mapped.reduce((sum, one) => sum + one, 0);
    assertInvariant(
      "I-G6",
      mapped === machine.dataPages,
      () => `${mapped} callers' pages are mapped, they hold ${machine.dataPages}.`,
    );
  }
}
