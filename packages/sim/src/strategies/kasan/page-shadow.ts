/**
 * Byte shadow for the pages that need it, a page of it for each aligned group of 8 pages; all other groups share one page that says
 * poisoned, the black shadow.
 * Source: J. Kim, [PATCH v1 06/11], [07/11], [08/11] mm/kasan, 16 May 2017.
 */

import type { Withholder } from "../../allocator/withholding";
import { assertInvariant } from "../../invariant";
import type { Machine } from "../../machine/machine";
import type { NameRun, PageLink } from "../../machine/page-names";
import { blockPages } from "../../order";

/** One byte of shadow for 8 bytes: a page of it speaks for 8 pages, whatever their size. */
const GROUP_ORDER = 3;
const GROUP_PAGES = 8;

export class PageShadow implements Withholder {
  readonly order = GROUP_ORDER;
  /** Groups that have a shadow page of their own. */
  mappedGroups = 0;
  mostMappedGroups = 0;
  /** Pages whose bytes have to be looked at one by one: BYPASS in the page shadow. */
  bypassPages = 0;
  /** Pages that are free but wait for the worker. */
  withheldPages = 0;
  mostWithheldPages = 0;
  /** A cpu's first use of a group after another cpu has mapped it. */
  rechecks = 0;
  failures = 0;
  /** A group of the last request whose shadow page was missing. */
  failedGroup = -1;

  /**
   * By group: frame of its shadow page plus one, 0 for black; a bit for each BYPASS page, and for each whose bytes are poisoned, for they wait in the
   * quarantine; a bit for each cpu that used it, modulo 32.
   */
  private shadow = new Uint32Array(0);
  private bypass = new Uint8Array(0);
  private poisoned = new Uint8Array(0);
  private users = new Uint32Array(0);
  private machine: Machine | undefined;
  private withheld: { frame: number; order: number }[] = [];
  private dueMs = Number.POSITIVE_INFINITY;

  constructor(private readonly workerDelayMs: number) {}

  start(machine: Machine): void {
    this.machine = machine;
    const groups = Math.ceil(machine.buddy.frames / GROUP_PAGES);
    this.shadow = new Uint32Array(groups);
    this.bypass = new Uint8Array(groups);
    this.poisoned = new Uint8Array(groups);
    this.users = new Uint32Array(groups);
  }

  /**
   * A block becomes slab or stack pages: kasan_map_shadow(). False if a shadow page is missing; what was mapped until then stays, as
   * in the kernel, until its group is free.
   */
  attach(machine: Machine, frame: number, order: number): boolean {
    const end = frame + blockPages(order);
    for (let group = frame >>> GROUP_ORDER; group < end / GROUP_PAGES; group++) {
      if (this.shadow[group] !== 0) {
        this.use(machine.cpu, group);
        continue;
      }
      const page = machine.takeMetadata(0);
      if (page < 0) {
        this.failures++;
        this.failedGroup = group;
        machine.notePageShortage("shadow", order);
        return false;
      }
      this.shadow[group] = page + 1;
      this.users[group] = 1 << (machine.cpu & 31);
      this.mappedGroups++;
    }
    this.mostMappedGroups = Math.max(this.mostMappedGroups, this.mappedGroups);
    for (let page = frame; page < end; page++) {
      const group = page >>> GROUP_ORDER;
      this.bypass[group] = (this.bypass[group] as number) | (1 << (page & 7));
    }
    this.bypassPages += blockPages(order);
    return true;
  }

  /** The block goes back; its group's shadow stays for now. */
  detach(machine: Machine, frame: number, order: number): void {
    const first = frame >>> GROUP_ORDER;
    if (((this.bypass[first] as number) & (1 << (frame & 7))) === 0) return;
    const end = frame + blockPages(order);
    for (let page = frame; page < end; page++) {
      const group = page >>> GROUP_ORDER;
      this.bypass[group] = (this.bypass[group] as number) & ~(1 << (page & 7));
      this.poisoned[group] = (this.poisoned[group] as number) & ~(1 << (page & 7));
    }
    for (let group = first; group < end / GROUP_PAGES; group++) this.use(machine.cpu, group);
    this.bypassPages -= blockPages(order);
  }

  /** The objects of a block of slab pages are freed; the pages stay for now. */
  poison(frame: number, order: number): void {
    for (let page = frame; page < frame + blockPages(order); page++)
      this.poisoned[page >>> GROUP_ORDER] =
        (this.poisoned[page >>> GROUP_ORDER] as number) | (1 << (page & 7));
  }

  /**
   * A cpu reaches for a page that somebody has: whether its bytes are poisoned. Where the cpu may still see the black shadow its first check
   * fails, and the one after a flush counts.
   */
  isPoisoned(page: number, cpu: number): boolean {
    const group = page >>> GROUP_ORDER;
    const bit = 1 << (page & 7);
    if (((this.bypass[group] as number) & bit) === 0) return false;
    this.use(cpu, group);
    return ((this.poisoned[group] as number) & bit) !== 0;
  }

  /** Blocks that are free but wait for the worker. */
  eachWithheld(tell: (frame: number, order: number) => void): void {
    for (const { frame, order } of this.withheld) tell(frame, order);
  }

  isMarked(frame: number, order: number): boolean {
    const first = frame >>> GROUP_ORDER;
    if (order <= GROUP_ORDER) return (this.shadow[first] ?? 0) !== 0;
    for (let i = 0; i < blockPages(order - GROUP_ORDER); i++)
      if ((this.shadow[first + i] ?? 0) !== 0) return true;
    return false;
  }

  withhold(frame: number, order: number): void {
    const machine = this.machine as Machine;
    if (this.withheld.length === 0) {
      this.dueMs = machine.nowMs + this.workerDelayMs;
      machine.wakeAt(this.dueMs);
    }
    this.withheld.push({ frame, order });
    this.withheldPages += blockPages(order);
    this.mostWithheldPages = Math.max(this.mostWithheldPages, this.withheldPages);
    machine.metadataPages += blockPages(order);
  }

  /** The worker, once its time has come: shadow goes back to black, and its pages and the blocks to the allocator. */
  wake(machine: Machine): void {
    if (this.withheld.length === 0) return;
    if (machine.nowMs < this.dueMs) {
      machine.wakeAt(this.dueMs);
      return;
    }
    const blocks = this.withheld;
    // Shadow pages that go back may complete groups themselves: those are for the next time.
    this.withheld = [];
    for (const { frame, order } of blocks) {
      const end = frame + blockPages(order);
      for (let group = frame >>> GROUP_ORDER; group < end / GROUP_PAGES; group++) this.unmap(machine, group);
      this.withheldPages -= blockPages(order);
      machine.giveMetadata(frame, order);
    }
  }

  /** Names the shadow pages. */
  eachMetadata(tell: NameRun): void {
    for (const page of this.shadow) if (page !== 0) tell(page - 1, 1, "shadow");
  }

  /** The shadow page of a page's group, and the group whose shadow a page is. */
  linksOf({ frames }: Machine, pfn: number): PageLink[] {
    const frame = frames.find(pfn);
    if (frame < 0) return [];
    const own = (this.shadow[frame >>> GROUP_ORDER] as number) - 1;
    const group = this.shadow.indexOf(frame + 1);
    return [
      ...(own < 0 ? [] : [{ what: "shadow", side: "has" as const, pfn: frames.pfnOf(own), pages: 1 }]),
      ...(group < 0
        ? []
        : [
            {
              what: "shadow",
              side: "is" as const,
              pfn: frames.pfnOf(group * GROUP_PAGES),
              pages: GROUP_PAGES,
            },
          ]),
    ];
  }

  /** I-D2, I-D3, I-D4. */
  check(machine: Machine): void {
    const isShadow = new Uint8Array(machine.buddy.frames);
    let mapped = 0;
    let inUse = 0;
    let bypassPages = 0;
    for (const [group, bits] of this.bypass.entries()) {
      const page = (this.shadow[group] as number) - 1;
      assertInvariant(
        "I-D2",
        bits === 0 || page >= 0,
        () => `group ${group} has BYPASS pages and black shadow.`,
      );
      if (bits !== 0) inUse++;
      for (let rest = bits; rest !== 0; rest &= rest - 1) bypassPages++;
      if (page < 0) continue;
      mapped++;
      assertInvariant("I-D2", isShadow[page] === 0, () => `frame ${page} is the shadow of two groups.`);
      isShadow[page] = 1;
    }
    assertInvariant(
      "I-D2",
      mapped === this.mappedGroups && bypassPages === this.bypassPages,
      () =>
        `${mapped} groups are mapped for ${bypassPages} pages; the books say ${this.mappedGroups} and ${this.bypassPages}.`,
    );
    assertInvariant(
      "I-D4",
      bypassPages <= GROUP_PAGES * inUse && inUse <= bypassPages,
      () => `${inUse} groups hold ${bypassPages} BYPASS pages.`,
    );
    assertInvariant(
      "I-D3",
      mapped <= this.shadow.length,
      () => `${mapped} shadow pages for ${this.shadow.length} groups.`,
    );
    const { buddy } = machine;
    for (const [zone] of machine.zones.entries()) {
      for (let order = GROUP_ORDER; order <= buddy.maxOrder; order++) {
        for (const frame of buddy.freeBlocks(zone, order)) {
          assertInvariant(
            "I-D2",
            !this.isMarked(frame, order),
            () => `the block at frame ${frame} is free and still has shadow of its own.`,
          );
        }
      }
    }
  }

  private use(cpu: number, group: number): void {
    const bit = 1 << (cpu & 31);
    const users = this.users[group] as number;
    if ((users & bit) !== 0) return;
    this.users[group] = users | bit;
    this.rechecks++;
  }

  private unmap(machine: Machine, group: number): void {
    const page = (this.shadow[group] as number) - 1;
    if (page < 0) return;
    this.shadow[group] = 0;
    this.mappedGroups--;
    machine.giveMetadata(page, 0);
  }
}
