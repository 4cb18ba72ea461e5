/** Failed allocations, grouped by cause. A group's chain is written once, from the numbers of its first failure. */

import { fragmentationIndex } from "../allocator/fragmentation";
import { gfpText } from "../allocator/gfp";
import { failureSteps } from "../allocator/slowpath/failure";
import type { FailureWords } from "../machine/failure";
import type { Machine } from "../machine/machine";
import { isOutOfMemory, type Shortage } from "../machine/shortage";
import { blockPages } from "../order";
import type { CauseStep, FailureGroup } from "../output";
import { bytes, count, pages } from "../text";

/** From the request over what each zone lacked to the root. */
export function causeChain(machine: Machine, shortage: Shortage): CauseStep[] {
  const { order } = shortage;
  const explanations = machine.hooks.map((hook) => hook.explain?.(shortage, machine) ?? {});
  const steps = explanations.flatMap((explanation) => explanation.steps ?? []);
  const blockBytes = blockPages(order) * machine.early.input.pageSizeBytes;
  const gfp = gfpText(shortage.gfp);
  const request: CauseStep = {
    code: "request",
    sentence: `Order-${order} ${gfp} request: ${pages(blockPages(order))} (${bytes(blockBytes)}) in one block.`,
    facts: { order, pages: blockPages(order), gfp },
  };
  const noBlock: CauseStep = {
    code: "no-block",
    sentence: `No zone that the request may use could give a block of order ${order}.`,
    facts: { order },
    source: "mm/page_alloc.c get_page_from_freelist()",
  };
  const { failure } = machine.allocator.slowPath;
  return [
    request,
    ...(steps.length > 0 ? steps : [noBlock]),
    ...(failure === null ? [] : failureSteps(failure)),
    ...(explanations.some(({ endsWithRoot }) => endsWithRoot === true) ? [] : [root(shortage)]),
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
  /** By what failed and why, in the order of the first failure. */
  private readonly groups = new Map<string, FailureGroup>();

  /**
   * @param sample number of the sample that comes next
   * @param withRemedies adds to the steps of a chain what would have avoided them
   */
  constructor(
    private readonly sample: () => number,
    private readonly withRemedies: (chain: CauseStep[]) => CauseStep[],
  ) {}

  /** The request that the machine could not serve. */
  noteRequest(machine: Machine, timeMs: number): void {
    const { shortage } = machine;
    const { failure } = machine.allocator.slowPath;
    const lacks =
      failure === null ? "" : `${failure.stop} ${failure.zones.map(({ lack }) => lack).join(" ")}`;
    const key = `${shortage.order} ${shortage.gfp} ${shortage.missing} ${isOutOfMemory(shortage)} ${lacks}`;
    this.add(key, shortage.order, timeMs, () => ({
      subject: `Order-${shortage.order} request`,
      chain: causeChain(machine, shortage),
      examplePfn: shortage.examplePfn,
    }));
  }

  /** Any other failure; see NoteFailure. */
  note(key: string, timeMs: number, words: () => FailureWords): void {
    this.add(`! ${key}`, -1, timeMs, words);
  }

  private add(key: string, order: number, timeMs: number, words: () => FailureWords): void {
    const group = this.groups.get(key);
    const sample = this.sample();
    if (group === undefined) {
      const overTime = [{ sample, count: 1 }];
      const { subject, chain, examplePfn } = words();
      this.groups.set(key, {
        subject,
        chain: this.withRemedies(chain),
        examplePfn,
        order,
        count: 1,
        firstMs: timeMs,
        lastMs: timeMs,
        overTime,
      });
      return;
    }
    group.count++;
    group.lastMs = timeMs;
    const last = group.overTime.at(-1);
    if (last?.sample === sample) last.count++;
    else group.overTime.push({ sample, count: 1 });
  }

  /** The groups so far, copied; the most frequent first, then by order. */
  list(): FailureGroup[] {
    return [...this.groups.values()]
      .map((group) => ({ ...group, overTime: group.overTime.map((stretch) => ({ ...stretch })) }))
      .sort((a, b) => b.count - a.count || a.order - b.order || a.firstMs - b.firstMs);
  }
}
