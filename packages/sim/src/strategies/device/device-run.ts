/** Namespaces on a running machine, and the walkers that come by. */

import { __GFP_NOWARN, __GFP_RETRY_MAYFAIL, GFP_KERNEL } from "../../allocator/gfp";
import { type Attached, type AttachPlan, planAttach, ramSections } from "../../device/attach";
import type { NamespaceRules } from "../../device/namespace";
import { type PfnStretch, pfnMap } from "../../device/pfn-map";
import type { PfnRun } from "../../device/vmemmap";
import { type WalkCounts, walk } from "../../device/walk";
import type { ActionInput } from "../../input";
import type { Machine } from "../../machine/machine";
import type { NameDevice, NameRun } from "../../machine/page-names";
import { BootPanic } from "../../machine/panic";
import { blockPages } from "../../order";
import type { MemorySplit } from "../../output";
import { address, count } from "../../text";
import { poisonPanic, type Trip, undefinedRead } from "./panic";
import type { Policy } from "./policy";
import { walkRanges } from "./walk-range";
import { isWalker, WALKER, type WalkerKind } from "./walkers";

const GFP = GFP_KERNEL | __GFP_RETRY_MAYFAIL | __GFP_NOWARN;

/** Summed up over all walks. */
export type WalkTotals = Pick<
  WalkCounts,
  "walked" | "noPage" | "reserved" | "lookups" | "uninitialisedReads"
>;

export class DeviceRun {
  readonly plan: AttachPlan;
  readonly totals: WalkTotals = { walked: 0, noPage: 0, reserved: 0, lookups: 0, uninitialisedReads: 0 };
  /** Ordinary memory that the memmaps took, and their page tables. */
  private memmapPages = 0;
  private tablePages = 0;
  readonly taken: { frame: number; order: number; isTable: boolean }[] = [];
  private readonly devices: PfnRun[];
  private readonly map: PfnStretch[];

  /**
   * Attaches the namespaces.
   * @throws BootPanic if ordinary memory has no room for a memmap
   */
  constructor(
    private readonly machine: Machine,
    private readonly rules: NamespaceRules,
    readonly policy: Policy,
  ) {
    this.plan = planAttach(machine.early, rules);
    for (const one of this.plan.attached) this.takeMemmap(one);
    const layouts = this.plan.attached.map(({ layout }) => layout);
    this.devices = layouts.map(({ basePfn, endPfn }) => ({ startPfn: basePfn, endPfn }));
    this.map = pfnMap(ramSections(machine.early), layouts, policy.initialisesReserve);
  }

  /** Walks if the action is a walker's. Throws KernelPanic. */
  act({ kind, pages }: ActionInput): void {
    if (!isWalker(kind)) return;
    for (const range of walkRanges(kind, this.machine.early, this.devices, this.rules, pages)) {
      const { debugVm, kernel } = this.machine.early.input;
      const counts = walk(this.map, range, {
        check: this.policy.checks[kind],
        tellsDeviceInOnlineSection: kernel !== "5.4",
        isPoisoned: debugVm,
      });
      for (const key of Object.keys(this.totals) as (keyof WalkTotals)[]) this.totals[key] += counts[key];
      if (counts.firstPfn >= 0) this.trip(kind, counts);
    }
  }

  account(split: MemorySplit): MemorySplit {
    return withMemmaps(split, this.memmapPages, this.tablePages);
  }

  eachMetadata(tell: NameRun): void {
    for (const { frame, order, isTable } of this.taken)
      tell(frame, blockPages(order), isTable ? "page_table" : "memmap");
  }

  /** What altmap and info block leave of a namespace holds data. */
  eachDevice(tell: NameDevice): void {
    for (const { layout } of this.plan.attached) {
      const { basePfn, endPfn, firstDataPfn, dataPages, altmap } = layout;
      const mapPfn = basePfn + (altmap?.reservePages ?? 0);
      const mapPages = altmap?.freePages ?? 0;
      tell(basePfn, mapPfn - basePfn, "reserved");
      tell(mapPfn, mapPages, "memmap");
      tell(mapPfn + mapPages, firstDataPfn - mapPfn - mapPages, "reserved");
      tell(firstDataPfn, dataPages, "device");
      tell(firstDataPfn + dataPages, endPfn - firstDataPfn - dataPages, "reserved");
    }
  }

  private trip(kind: WalkerKind, counts: WalkCounts): void {
    const { input, structPageBytes } = this.machine.early;
    const { layout } = this.plan.attached[counts.firstNamespace] as Attached;
    const { arch, pageSizeBytes, fiveLevelPaging } = input;
    const trip: Trip = {
      walker: WALKER[kind],
      counts,
      layout,
      arch,
      pageSizeBytes,
      structPageBytes,
      fiveLevelPaging,
    };
    if (counts.isStopped) throw poisonPanic(trip);
    this.machine.noteFailure(`undefined ${kind} ${counts.firstPfn}`, () => undefinedRead(trip));
  }

  /** A leaf that cannot be had is taken page by page: vmemmap_populate_hugepages(). */
  private takeMemmap(one: Attached): void {
    const { dramLeaves, dramPages, tablePages } = one.cost;
    const { leafPages } = this.plan;
    const order = 31 - Math.clz32(leafPages);
    for (let i = 0; i < tablePages; i++) this.take(0, true, one);
    for (let i = 0; i < dramPages; i++) this.take(0, false, one);
    for (let i = 0; i < dramLeaves; i++) {
      if (order <= this.machine.buddy.maxOrder && this.tryTake(order, false)) continue;
      if (order > 0) this.take(0, true, one);
      for (let page = 0; page < leafPages; page++) this.take(0, false, one);
    }
  }

  private take(order: number, isTable: boolean, { index, layout, cost }: Attached): void {
    if (this.tryTake(order, isTable)) return;
    const wanted = cost.dramLeaves * this.plan.leafPages + cost.dramPages + cost.tablePages;
    throw new BootPanic({
      severity: "error",
      part: "machine",
      field: `pmem[${index}].map`,
      sentence:
        `The memmap of the namespace at ${address(layout.namespace.baseBytes)} takes ${count(wanted)} pages of ordinary memory, and the allocator ` +
        `has ${count(this.machine.buddy.freePages)} left (-ENOMEM). Put the memmap on the device, or give the machine more memory.`,
      source: "mm/sparse-vmemmap.c vmemmap_alloc_block()",
    });
  }

  /** As any caller's request, so that other strategies see it. */
  private tryTake(order: number, isTable: boolean): boolean {
    const { machine } = this;
    const frame = machine.allocate(order, GFP, 0);
    if (frame < 0) return false;
    const pages = blockPages(order);
    machine.metadataPages += pages;
    if (isTable) this.tablePages += pages;
    else this.memmapPages += pages;
    this.taken.push({ frame, order, isTable });
    return true;
  }
}

/** Moves pages that callers could have to memmap and page tables. */
export function withMemmaps(split: MemorySplit, memmapPages: number, tablePages: number): MemorySplit {
  return {
    ...split,
    usablePages: split.usablePages - memmapPages - tablePages,
    memmapPages: split.memmapPages + memmapPages,
    pageTablePages: split.pageTablePages + tablePages,
  };
}
