/** On which cpu things happen. */

import type { WorkloadInput } from "../input";
import type { Random } from "../numbers/random";

const TWO_POW_32 = 4_294_967_296;

export class CpuPicker {
  private readonly inTurn: boolean;
  private readonly sameShare: number;
  private turn = -1;

  /** @param cpus how many there are, 1 and up */
  constructor(
    workload: WorkloadInput,
    private readonly cpus: number,
    private readonly allocations: Random,
    private readonly frees: Random,
  ) {
    this.inTurn = workload.cpuChoice === "in-turn";
    this.sameShare = workload.sameCpuFreePercent / 100;
  }

  /** The cpu of the next request. */
  pick(): number {
    if (this.inTurn) {
      this.turn = this.turn + 1 === this.cpus ? 0 : this.turn + 1;
      return this.turn;
    }
    return this.cpus === 1 ? 0 : Math.floor((this.allocations.uint32() * this.cpus) / TWO_POW_32);
  }

  /** The cpu that frees what `cpu` allocated. */
  pickFree(cpu: number): number {
    if (this.cpus === 1 || this.sameShare === 1) return cpu;
    const point = this.frees.uint32() / TWO_POW_32;
    if (point < this.sameShare) return cpu;
    // What is left of the draw, stretched, says which of the others.
    const others = this.cpus - 1;
    const other = Math.floor(((point - this.sameShare) / (1 - this.sameShare)) * others);
    return other < cpu ? other : Math.min(other + 1, others);
  }
}
