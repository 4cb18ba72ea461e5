/**
 * A walker that reaches for page after page, whoever has them: each access is checked as an instrumented one is.
 * Source: J. Kim, [PATCH v1 05/11] and [07/11] mm/kasan, 16 May 2017: check_memory_region() with the page shadow.
 */

import type { ActionInput } from "../../input";
import type { FailureWords } from "../../machine/failure";
import type { Machine } from "../../machine/machine";
import { blockPages } from "../../order";
import type { CauseStep, Figure } from "../../output";
import { address } from "../../text";
import type { PageShadow } from "./page-shadow";

/** What the page shadow, and where that does not tell, the shadow of the bytes says of a page that is reported. */
type Poison = "free" | "quarantine";

const WORDS: Record<Poison, string> = {
  free: "The page shadow says 0xFE: the page was freed. That is no mapping that a TLB could have kept, so nothing is checked again.",
  quarantine:
    "The page shadow says 0xFF, look at the bytes; theirs says 0xFB after the flush too: the objects are freed and wait in the quarantine.",
};

export class TouchedPages {
  private done = 0;
  private reports = 0;
  /** Frame and cpu of the next access. */
  private next = 0;
  private cpu = 0;

  constructor(
    private readonly machine: Machine,
    private readonly shadow: PageShadow,
  ) {}

  /** Goes on where the last walk ended; 0 pages are all. */
  act({ kind, pages }: ActionInput): void {
    if (kind !== "touch-pages") return;
    const { frames } = this.machine.buddy;
    const { cpus } = this.machine.early.input;
    const free = this.freePages();
    for (let left = Math.min(pages || frames, frames); left > 0; left--) {
      this.touch(this.next, this.cpu, free[this.next] === 1);
      this.next = (this.next + 1) % frames;
      this.cpu = (this.cpu + 1) % cpus;
    }
  }

  figures(): Figure[] {
    return [
      { key: "touched", label: "Pages touched", unit: "pages", value: this.done },
      {
        key: "reports",
        label: "Reports",
        unit: "count",
        value: this.reports,
        help: "Accesses whose shadow was poisoned, after the check was repeated where a TLB may have been stale.",
      },
    ];
  }

  private touch(frame: number, cpu: number, isFreed: boolean): void {
    this.done++;
    if (!isFreed && !this.shadow.isPoisoned(frame, cpu)) return;
    this.reports++;
    const poison = isFreed ? "free" : "quarantine";
    this.machine.noteFailure(`kasan ${poison}`, () => this.wordsOf(frame, poison));
  }

  /** 1 for each page that nobody has: on a free list, in a per-cpu list, or waiting for the worker. */
  private freePages(): Uint8Array {
    const { allocator, buddy, zones } = this.machine;
    const free = new Uint8Array(buddy.frames);
    const note = (frame: number, order: number) => free.fill(1, frame, frame + blockPages(order));
    for (const zone of zones.keys())
      for (let order = 0; order <= buddy.maxOrder; order++)
        for (const frame of buddy.freeBlocks(zone, order)) note(frame, order);
    allocator.pcp.eachBlock(note);
    this.shadow.eachWithheld(note);
    return free;
  }

  private wordsOf(frame: number, poison: Poison): FailureWords {
    const pfn = this.machine.frames.pfnOf(frame);
    const chain: CauseStep[] = [
      {
        code: "touched",
        sentence: `Page ${address(pfn)} is read by a walker that does not ask who has it.`,
        facts: { pfn },
      },
      {
        code: `poisoned-${poison}`,
        sentence: WORDS[poison],
        facts: { pfn },
        source: "J. Kim, [PATCH v1 05/11], [07/11]",
      },
    ];
    return { subject: "KASAN report", chain, examplePfn: pfn };
  }
}
