/**
 * An access that begins in one page and ends in the next. KMSAN looks the metadata up for its first byte and goes on from there, so
 * the second page's metadata must lie behind the first's; where it does not, the access writes over what lies there.
 * Source: mm/kmsan/shadow.c kmsan_get_shadow_origin_ptr(); mm/kmsan/core.c kmsan_metadata_is_contiguous().
 */

import { nextHead } from "../../allocator/block-walk";
import { isUsed, orderOf } from "../../allocator/page-state";
import type { ActionInput } from "../../input";
import type { FailureWords } from "../../machine/failure";
import type { Machine } from "../../machine/machine";
import { blockPages } from "../../order";
import type { CauseStep } from "../../output";
import { address } from "../../text";
import type { MetadataBook } from "./page-metadata";

/** Code of the step in a chain: the second page's metadata does not lie behind the first's. */
export const NOT_ADJACENT = "not-adjacent";

/** What the access writes over. */
type Victim = "metadata" | "data" | "free" | "other";

interface Stray {
  /** First of the two pages, and the order of their block. */
  pfn: number;
  order: number;
  side: "shadow" | "origin";
  /** Metadata of the first page and of the second; -1 if that has none. */
  first: number;
  second: number;
}

export interface AccessCounts {
  done: number;
  /** How many of them wrote past their own metadata. */
  corrupting: number;
}

export const NO_ACCESSES: AccessCounts = { done: 0, corrupting: 0 };

export class UnalignedAccesses implements AccessCounts {
  done = 0;
  corrupting = 0;
  /** Frame from which on the next block is looked for: each access takes another one. */
  private next = 0;

  constructor(
    private readonly machine: Machine,
    private readonly book: MetadataBook,
  ) {}

  /** Two pages are one access; each takes the next tracked allocation of two pages or more, going round. */
  act({ kind, pages }: ActionInput): void {
    if (kind !== "unaligned-access") return;
    for (let left = Math.max(1, Math.floor(pages / 2)); left > 0; left--) {
      const frame = this.nextBlock();
      if (frame < 0) return;
      this.access(frame);
    }
  }

  private nextBlock(): number {
    const { buddy, frames } = this.machine;
    const start = this.next;
    for (const [from, end] of [
      [start, buddy.frames],
      [0, start],
    ] as const) {
      for (let frame = nextHead(buddy, from, end); frame < end; ) {
        const state = buddy.stateOf(frame);
        const behind = frame + blockPages(orderOf(state));
        if (isUsed(state) && orderOf(state) > 0 && this.book.of(frames.pfnOf(frame)) !== null) {
          this.next = behind;
          return frame;
        }
        frame = nextHead(buddy, behind, end);
      }
    }
    return -1;
  }

  private access(frame: number): void {
    this.done++;
    const pfn = this.machine.frames.pfnOf(frame);
    const first = this.book.of(pfn);
    const second = this.book.of(pfn + 1);
    if (first === null) return;
    const side = second?.shadow === first.shadow + 1 ? "origin" : "shadow";
    if (second?.[side] === first[side] + 1) return;
    this.corrupting++;
    const order = orderOf(this.machine.buddy.stateOf(frame));
    const stray = { pfn, order, side, first: first[side], second: second?.[side] ?? -1 } as const;
    const victim = this.victimAt(stray.first + 1);
    this.machine.noteFailure(`kmsan unaligned ${side} ${victim}`, () => this.wordsOf(stray, victim));
  }

  private victimAt(pfn: number): Victim {
    if (this.book.isMetadata(pfn)) return "metadata";
    const { buddy, frames } = this.machine;
    const frame = frames.find(pfn);
    const head = frame < 0 ? -1 : buddy.blockAt(frame);
    if (head < 0) return "other";
    return isUsed(buddy.stateOf(head)) ? "data" : "free";
  }

  private wordsOf({ pfn, order, side, first, second }: Stray, victim: Victim): FailureWords {
    const behind = first + 1;
    const chain: CauseStep[] = [
      {
        code: "unaligned-access",
        sentence: `An access begins in page ${address(pfn)} and ends in page ${address(pfn + 1)}, both of one order-${order} allocation.`,
        facts: { pfn, order },
      },
      {
        code: "one-range",
        sentence: `KMSAN looks up the ${side} of its first byte, in page ${address(first)}, and writes on from there.`,
        facts: { pfn: first },
        source: "mm/kmsan/shadow.c kmsan_get_shadow_origin_ptr()",
      },
      {
        code: NOT_ADJACENT,
        sentence:
          second < 0
            ? `The second page has no ${side} at all.`
            : `The second page's ${side} is page ${address(second)}, not ${address(behind)}.`,
        facts: { pfn: second, expectedPfn: behind },
        source: "mm/kmsan/core.c kmsan_metadata_is_contiguous(): KMSAN warns here and switches itself off",
      },
      {
        code: `foreign-${victim}`,
        sentence: `What is written over is page ${address(behind)}: ${this.describe(behind, victim)}.`,
        facts: { pfn: behind },
      },
    ];
    return { subject: "Unaligned access", chain, examplePfn: behind };
  }

  private describe(pfn: number, victim: Victim): string {
    if (victim === "data") return "somebody's data";
    if (victim === "free") return "a free page, whose next user finds it changed";
    if (victim === "other") return "a page that KMSAN has nothing to do with";
    const owner = this.book.ownerOf(pfn);
    return owner === null ? "metadata of its own kind" : `the ${owner.kind} of page ${address(owner.pfn)}`;
  }
}
