/** Columns of figures, sampled evenly over a run. */

import { fragmentationIndex, unusableFreeIndex } from "../allocator/fragmentation";
import type { Gauge } from "../machine/hooks";
import type { Machine } from "../machine/machine";
import type { Series } from "../output";

/** A strategy's gauge, with the family that it speaks for. */
export interface FamilyGauge {
  family: string;
  gauge: Gauge;
}

/** Intervals in a run; there is one sample more. */
const INTERVALS = 240;

export class Sampler {
  private readonly series: Series;
  private readonly freeBlocks: Int32Array;
  private taken = 0;
  /** When the next sample is due, ms; Infinity after the last. Every event asks. */
  dueMs = 0;

  constructor(
    private readonly machine: Machine,
    private readonly durationMs: number,
    private readonly gauges: readonly FamilyGauge[],
  ) {
    this.freeBlocks = new Int32Array(machine.buddy.maxOrder + 1);
    const byOrder = () => Array.from({ length: machine.buddy.maxOrder + 1 }, () => []);
    this.series = {
      tMs: [],
      freePages: [],
      pcpPages: [],
      dataPages: [],
      metadataPages: [],
      freeBlocks: byOrder(),
      unusable: byOrder(),
      fragmentation: byOrder(),
      gauges: gauges.map(({ family, gauge: { key, label, unit } }) => ({
        family,
        key,
        label,
        unit,
        values: [],
      })),
    };
  }

  /** Number of the sample that comes next, from 0. */
  get next(): number {
    return this.taken;
  }

  /** Writes down the machine as it stands at the due time. */
  take(): void {
    const { series, machine } = this;
    series.tMs.push(this.dueMs);
    series.freePages.push(machine.buddy.freePages);
    series.pcpPages.push(machine.pcpPages);
    series.dataPages.push(machine.dataPages);
    series.metadataPages.push(machine.metadataPages);
    machine.buddy.sumFreeBlocks(this.freeBlocks);
    for (const [order, blocks] of this.freeBlocks.entries()) {
      series.freeBlocks[order]?.push(blocks);
      series.unusable[order]?.push(unusableFreeIndex(this.freeBlocks, order));
      series.fragmentation[order]?.push(fragmentationIndex(this.freeBlocks, order));
    }
    for (const [i, { gauge }] of this.gauges.entries()) series.gauges[i]?.values.push(gauge.read());
    this.taken++;
    this.dueMs =
      this.taken > INTERVALS ? Number.POSITIVE_INFINITY : (this.durationMs * this.taken) / INTERVALS;
  }

  /** The samples so far, copied. */
  copy(): Series {
    const { series } = this;
    const byOrder = (columns: number[][]) => columns.map((column) => [...column]);
    return {
      tMs: [...series.tMs],
      freePages: [...series.freePages],
      pcpPages: [...series.pcpPages],
      dataPages: [...series.dataPages],
      metadataPages: [...series.metadataPages],
      freeBlocks: byOrder(series.freeBlocks),
      unusable: byOrder(series.unusable),
      fragmentation: byOrder(series.fragmentation),
      gauges: series.gauges.map((gauge) => ({ ...gauge, values: [...gauge.values] })),
    };
  }
}
