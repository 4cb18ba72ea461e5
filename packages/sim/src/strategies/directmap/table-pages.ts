/** Pages of the running allocator for the tables that splits need. */

import type { TableSupply } from "../../directmap/direct-map";
import type { Machine } from "../../machine/machine";

export class TablePages implements TableSupply {
  /** Frames that are tables now. */
  readonly used: number[] = [];
  /** Frames that wait to become tables. */
  readonly reserve: number[] = [];
  /** Tables that came out of the reserve because the allocator had no page. */
  fromReserve = 0;

  /** @param reservePages how many pages fill() keeps ready */
  constructor(
    private readonly machine: Machine,
    private readonly reservePages: number,
  ) {}

  get pages(): number {
    return this.used.length + this.reserve.length;
  }

  /** alloc_pages(GFP_KERNEL, 0), then the reserve. */
  take(): boolean {
    let frame = this.machine.takeMetadata(0);
    if (frame < 0) {
      frame = this.reserve.pop() ?? -1;
      if (frame >= 0) this.fromReserve++;
    }
    if (frame >= 0) this.used.push(frame);
    return frame >= 0;
  }

  /** Which of the tables goes back is left open: their pages are alike. Tables of boot memory stay reserved. */
  give(): void {
    const frame = this.used.pop();
    if (frame !== undefined) this.machine.giveMetadata(frame, 0);
  }

  /** Fills the reserve as far as pages can be had. */
  fill(): void {
    while (this.reserve.length < this.reservePages) {
      const frame = this.machine.takeMetadata(0);
      if (frame < 0) return;
      this.reserve.push(frame);
    }
  }
}
