/**
 * The per-cpu lists of the kernel that was traced, as its events tell them. Bulk allocations (__alloc_pages_bulk(), which
 * vmalloc uses for kernel stacks) take pages without an event; since requests take from a list's head and drains from its
 * tail, they show as soon as an event passes over a page that should still be there.
 * Source: mm/page_alloc.c __rmqueue_pcplist(), free_unref_page_commit(), free_pcppages_bulk(), __alloc_pages_bulk().
 */

import { MOVABLE, PCP_TYPES } from "../allocator/migratetype";

/** Places in `lists` for one cpu and zone: an order has four, one for each of the three types. */
const TYPES = 4;
const ORDERS = 16;
const LISTS = ORDERS * TYPES;

/** A page that was taken from a list without an event. */
export type OnSilentTake = (frame: number, order: number, type: number, cpu: number) => void;

/** A list was refilled, so a page is about to be taken from it. */
export type OnRefill = (order: number, type: number, cpu: number) => void;

export class TracedPcp {
  /** Index = frame: the list it lies in, plus 1; 0 for none. */
  private readonly listOf: Uint16Array;
  /** Index = frame: which entry of that list is meant, for entries are not removed from the middle. */
  private readonly entryOf: Int32Array;
  /** Index = (cpu * zones + zone) * LISTS + order * TYPES + type. */
  private readonly lists: (TracedList | undefined)[] = [];
  /** In the order in which they were first needed: a list's number is its place. */
  private readonly numbered: TracedList[] = [];
  /** The list that was refilled last on a cpu, until its request shows. */
  private readonly refilling: (TracedList | undefined)[] = [];
  private entries = 0;

  constructor(
    frames: number,
    private readonly zones: number,
    private readonly zoneOf: (frame: number) => number,
    private readonly onSilentTake: OnSilentTake,
    private readonly onRefill: OnRefill,
  ) {
    this.listOf = new Uint16Array(frames);
    this.entryOf = new Int32Array(frames);
  }

  /** Puts a block of the start state at the tail. */
  append(frame: number, order: number, type: number, cpu: number): void {
    const list = this.list(frame, cpu, order, type);
    list.pushTail(frame, this.enter(frame, list.id));
  }

  /** A block came to the tail with a refill: if it is the refill's first, the list was empty, whatever was in it has gone. */
  refill(frame: number, order: number, type: number, cpu: number): void {
    const list = this.list(frame, cpu, order, type);
    if (this.refilling[cpu] !== list) {
      this.next(cpu);
      this.takeAll(list);
      this.refilling[cpu] = list;
      this.onRefill(order, type, cpu);
    }
    list.pushTail(frame, this.enter(frame, list.id));
  }

  /**
   * Another event on that cpu, unless it is a block of the same refill or the request that it was for: then the refill was
   * for a request without an event.
   */
  next(cpu: number): void {
    const list = this.refilling[cpu];
    if (list === undefined) return;
    this.refilling[cpu] = undefined;
    const first = list.popHead();
    if (first >= 0 && this.isEntry(first, list, list.popped)) this.tookSilently(first, list);
  }

  /** A block was freed: it comes to the head. */
  push(frame: number, order: number, blockType: number, cpu: number): void {
    const list = this.list(frame, cpu, order, blockType < PCP_TYPES ? blockType : MOVABLE);
    list.pushHead(frame, this.enter(frame, list.id));
  }

  /** A block was handed out. Everything before it in its list went silently. */
  take(frame: number, order: number, type: number, cpu: number): void {
    const id = this.listOf[frame] as number;
    if (id === 0) return;
    const list = this.list(frame, cpu, order, type);
    if (this.refilling[cpu] === list) this.refilling[cpu] = undefined;
    if (list.id !== id) {
      this.listOf[frame] = 0;
      return;
    }
    for (let taken = list.popHead(); taken !== frame && taken >= 0; taken = list.popHead())
      if (this.isEntry(taken, list, list.popped)) this.tookSilently(taken, list);
    this.listOf[frame] = 0;
  }

  /** A block went back to the free lists. Everything behind it in its list had gone silently. */
  drain(frame: number): void {
    const id = this.listOf[frame] as number;
    if (id === 0) return;
    const list = this.numbered[id - 1] as TracedList;
    for (let taken = list.popTail(); taken !== frame && taken >= 0; taken = list.popTail())
      if (this.isEntry(taken, list, list.popped)) this.tookSilently(taken, list);
    this.listOf[frame] = 0;
  }

  /** True if the block should lie in a list. */
  has(frame: number): boolean {
    return this.listOf[frame] !== 0;
  }

  /** A block is freed that should lie in a list: it was taken silently before. */
  takeSilently(frame: number): void {
    this.tookSilently(frame, this.numbered[(this.listOf[frame] as number) - 1] as TracedList);
  }

  private takeAll(list: TracedList): void {
    for (let taken = list.popHead(); taken >= 0; taken = list.popHead())
      if (this.isEntry(taken, list, list.popped)) this.tookSilently(taken, list);
  }

  private tookSilently(frame: number, list: TracedList): void {
    this.listOf[frame] = 0;
    this.onSilentTake(frame, list.order, list.type, list.cpu);
  }

  private isEntry(frame: number, list: TracedList, entry: number): boolean {
    return this.listOf[frame] === list.id && this.entryOf[frame] === entry;
  }

  private enter(frame: number, id: number): number {
    this.entries = (this.entries + 1) | 0;
    this.listOf[frame] = id;
    this.entryOf[frame] = this.entries;
    return this.entries;
  }

  private list(frame: number, cpu: number, order: number, type: number): TracedList {
    const place = (cpu * this.zones + this.zoneOf(frame)) * LISTS + order * TYPES + type;
    let list = this.lists[place];
    if (list === undefined) {
      list = new TracedList(this.numbered.length + 1, cpu, order, type);
      this.numbered.push(list);
      this.lists[place] = list;
    }
    return list;
  }
}

/** A ring of blocks, each with the number of its entry. */
class TracedList {
  /** Entry of the block that was popped last. */
  popped = 0;
  private frames = new Float64Array(64);
  private entries = new Int32Array(64);
  private head = 0;
  private length = 0;

  constructor(
    readonly id: number,
    readonly cpu: number,
    readonly order: number,
    readonly type: number,
  ) {}

  pushHead(frame: number, entry: number): void {
    this.reserve();
    this.head = (this.head - 1) & (this.frames.length - 1);
    this.put(this.head, frame, entry);
  }

  pushTail(frame: number, entry: number): void {
    this.reserve();
    this.put((this.head + this.length) & (this.frames.length - 1), frame, entry);
  }

  /** The block at the head, or -1. */
  popHead(): number {
    if (this.length === 0) return -1;
    const at = this.head;
    this.head = (at + 1) & (this.frames.length - 1);
    return this.pop(at);
  }

  /** The block at the tail, or -1. */
  popTail(): number {
    if (this.length === 0) return -1;
    return this.pop((this.head + this.length - 1) & (this.frames.length - 1));
  }

  private put(at: number, frame: number, entry: number): void {
    this.frames[at] = frame;
    this.entries[at] = entry;
    this.length++;
  }

  private pop(at: number): number {
    this.length--;
    this.popped = this.entries[at] as number;
    return this.frames[at] as number;
  }

  private reserve(): void {
    const size = this.frames.length;
    if (this.length < size) return;
    const frames = new Float64Array(2 * size);
    const entries = new Int32Array(2 * size);
    for (let i = 0; i < size; i++) {
      frames[i] = this.frames[(this.head + i) & (size - 1)] as number;
      entries[i] = this.entries[(this.head + i) & (size - 1)] as number;
    }
    this.frames = frames;
    this.entries = entries;
    this.head = 0;
  }
}
