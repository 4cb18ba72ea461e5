/** Where a strategy reaches into the machine: the places where the kernel's own hooks are. */

import type { AllocatorPolicy } from "../allocator/policy";
import type { Withholder } from "../allocator/withholding";
import type { ActionInput } from "../input";
import type { Figure, FigureUnit, MemorySplit } from "../output";
import type { EarlyMachine } from "./early";
import type { Machine } from "./machine";
import type { NameDevice, NameRun, PageLink } from "./page-names";
import type { Explanation, Shortage } from "./shortage";

/** A number that is sampled over the run. */
export interface Gauge {
  key: string;
  label: string;
  unit: FigureUnit;
  read(): number;
}

export interface Hooks {
  /** Blocks of the request's order that afterAllocate() may take for each of the caller's. Left out: none. */
  readonly blocksPerRequest?: number;
  /** What the page allocator goes by instead of the kernel's own values. Left out: nothing. */
  readonly policy?: Partial<AllocatorPolicy>;
  /** Keeps freed blocks off the free lists for a while: a hook in __free_one_page(). Left out: none. One strategy may have it. */
  readonly withholder?: Withholder;
  /** Fields that it keeps for each page, in Machine.fields from FIRST_OWN on. Left out: none. One strategy may have some. */
  readonly pageFields?: number;
  /** Pages that will carry MTE tags (__GFP_TAGGED) must not lie in CMA: arch_alloc_cma() of the tag storage series. Left out: they may. */
  readonly barsTaggedFromCma?: boolean;
  /** Pages that the kernel takes for itself carry MTE tags: KASAN's hardware mode. Left out: they carry none. */
  readonly tagsKernelPages?: boolean;
  /** memblock is filled and the buddy is empty: kmsan_init_shadow(). Throws BootPanic. */
  beforeHandOver?(early: EarlyMachine): void;
  /** A block on its way into the buddy: kmsan_memblock_free_pages(). True if the strategy keeps it. */
  offer?(pfn: number, order: number): boolean;
  /** Slab and vmalloc are up: page_ext_init(), then kmsan_init_runtime(). Throws BootPanic. */
  lateInit?(machine: Machine): void;
  /**
   * Drivers' initcalls: the allocator is as it will stay. Throws BootPanic where a device of the profile cannot be had: the kernel
   * would boot without it, but that is another machine.
   */
  attachDevices?(machine: Machine): void;
  /**
   * The caller's block was taken: kmsan_alloc_page(). False if the strategy cannot serve it; then it has given back what
   * it took itself and has called `machine.noteShortage()` at the point where the block was missing.
   */
  afterAllocate?(this: void, machine: Machine, frame: number, order: number): boolean;
  /**
   * The caller has its block in its books and reaches for it, or an action is over: here a strategy does what it had to put off because
   * somebody was in the middle of something, such as the fault on a page that is not ready.
   */
  settle?(this: void, machine: Machine): void;
  /** Some time has passed since the last one; comes before each sample. What waits for something tries again. */
  tick?(machine: Machine): void;
  /** What a block holds was copied to another that nobody held, and the old one is about to go back. */
  moved?(machine: Machine, from: number, to: number, order: number): void;
  /** The caller gives a block back. True if the strategy keeps it for now: it calls Machine.freeNow() later. */
  delayFree?(this: void, machine: Machine, frame: number, order: number): boolean;
  /** Blocks will go back before long, the first `count` of these: reads what beforeFree() will look up, and returns something of it. See Machine.fetch(). */
  fetch?(this: void, machine: Machine, frames: Uint32Array, count: number): number;
  /** The block is about to go back: kmsan_free_page(). */
  beforeFree?(this: void, machine: Machine, frame: number, order: number): void;
  /** Reclaim or a migration has dropped a block of page cache whose file is still there: cleancache_put_page(). `key` names it until it is gone. */
  cacheDropped?(machine: Machine, key: number, order: number): void;
  /** It is read again, into a block of its own: cleancache_get_page(). True if the strategy had a copy, else it comes from the disk. */
  cacheRead?(machine: Machine, key: number, order: number): boolean;
  /** Its file is gone or has been written to: cleancache_invalidate_page(). */
  cacheGone?(machine: Machine, key: number): void;
  /** Corrects the split of a booted machine by what the strategy holds; it must sum up as before. */
  account?(split: MemorySplit, machine: Machine): MemorySplit;
  /** Names the runs that the strategy holds now, as PageSource.eachNamed() asks for; not what EarlyMachine.take() gave. */
  eachMetadata?(machine: Machine, tell: NameRun): void;
  /** Names the pages of namespaces. Left out: none. */
  eachDevice?(machine: Machine, tell: NameDevice): void;
  /** The metadata of a page, and whose metadata it is. May go through all there is. */
  linksOf?(machine: Machine, pfn: number): PageLink[];
  /**
   * Something else than a page request happens. What fails goes to `machine.noteFailure`; every strategy hears of every action
   * and lets those pass that are not its own. Throws KernelPanic.
   */
  act?(machine: Machine, action: ActionInput): void;
  /** A time has come that some strategy asked for with Machine.wakeAt(); every strategy hears of it. */
  wake?(machine: Machine): void;
  /** Asked for once, when the machine has booted. */
  gauges?(machine: Machine): Gauge[];
  figures?(machine: Machine): Figure[];
  explain?(shortage: Shortage, machine: Machine): Explanation;
  /** Throws InvariantError where the strategy's own books do not agree with the machine. */
  check?(machine: Machine): void;
}

type RequestHook = "afterAllocate" | "settle" | "delayFree" | "fetch" | "beforeFree";

/** One of the hooks that come with every request. They are called for themselves, not as parts of a strategy's. */
export type Hook<Name extends RequestHook> = NonNullable<Hooks[Name]>;

/** One hook of all strategies that have it, in their order. */
export function those<Name extends RequestHook>(hooks: readonly Hooks[], name: Name): Hook<Name>[] {
  return hooks.flatMap((hook) => hook[name] ?? []) as Hook<Name>[];
}
