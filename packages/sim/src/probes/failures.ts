/** Failed allocations, grouped by cause. A group's chain is written once, from the numbers of its first failure. */

import { isOutOfMemory, type Shortage } from "../machine/hooks";
import type { Machine } from "../machine/machine";
import { blockPages } from "../machine/order";
import type { CauseStep, FailureGroup } from "../output";
import { bytes, count, pages } from "../text";
import { fragmentationIndex } from "./fragmentation";

/** From the request to the root. */
export function causeChain(machine: Machine, shortage: Shortage): CauseStep[] {
  const { order } = shortage;
  const explanations = machine.hooks.map((hook) => hook.explain?.(shortage, machine) ?? {});
  const steps = explanations.flatMap((explanation) => explanation.steps ?? []);
  const blockBytes = blockPages(order) * machine.early.input.pageSizeBytes;
  const request: CauseStep = {
    code: "request",
    sentence: `Order-${order} GFP_KERNEL request: ${pages(blockPages(order))} (${bytes(blockBytes)}) in one block.`,
    facts: { order, pages: blockPages(order) },
  };
  const noBlock: CauseStep = {
    code: "no-block",
    sentence: `No block of order ${order} or above was free in any zone.`,
    facts: { order },
    source: "mm/page_alloc.c __rmqueue_smallest()",
  };
  return [
    request,
    ...(steps.length > 0 ? steps : [noBlock]),
    root(shortage),
    ...explanations.flatMap((explanation) => explanation.roots ?? []),
  ];
}

function root(shortage: Shortage): CauseStep {
  const { freePagesBefore, reachablePages, freePagesThen, neededPages, largestOrderThen } = shortage;
  const facts = {
    freePages: freePagesBefore,
    reachablePages,
    neededPages,
    largestOrder: largestOrderThen,
    fragmentationIndex: fragmentationIndex(shortage.freeBlocksThen, shortage.order),
  };
  if (isOutOfMemory(shortage)) {
    return {
      code: "out-of-memory",
      sentence:
        `Memory was short: ${pages(freePagesBefore)} free, ${count(neededPages)} needed` +
        (reachablePages === freePagesBefore
          ? "."
          : `; no zone had more than ${count(reachablePages)} above its watermark.`),
      facts,
      source: "mm/page_alloc.c __zone_watermark_ok()",
    };
  }
  const then =
    freePagesThen === freePagesBefore ? "" : ` when the request came, ${count(freePagesThen)} at that point`;
  return {
    code: "fragmentation",
    sentence:
      `Memory was fragmented: ${pages(freePagesBefore)} free${then}, ${count(neededPages)} needed, ` +
      (largestOrderThen < 0 ? "no block left." : `largest free block of order ${largestOrderThen}.`),
    facts,
  };
}

export class FailureLog {
  /** By order, then by what was missing and why; in the order of the first failure. */
  private readonly groups = new Map<string, FailureGroup>();

  note(machine: Machine, timeMs: number): void {
    const { shortage } = machine;
    const key = `${shortage.order} ${shortage.missing} ${isOutOfMemory(shortage)}`;
    const group = this.groups.get(key);
    if (group !== undefined) {
      group.count++;
      group.lastMs = timeMs;
      return;
    }
    this.groups.set(key, {
      order: shortage.order,
      count: 1,
      firstMs: timeMs,
      lastMs: timeMs,
      chain: causeChain(machine, shortage),
      examplePfn: shortage.examplePfn,
    });
  }

  /** The groups so far, copied; the most frequent first, then by order. */
  list(): FailureGroup[] {
    return [...this.groups.values()]
      .map((group) => ({ ...group }))
      .sort((a, b) => b.count - a.count || a.order - b.order || a.firstMs - b.firstMs);
  }
}
