/**
 * The per-cpu lists of the kernel that was traced, as its events tell them. Bulk allocations (__alloc_pages_bulk(), which
 * vmalloc uses for kernel stacks) take pages without an event; since requests take from a list's head and drains from its
 * tail, they show as soon as an event passes over a page that should still be there.
 * Source: mm/page_alloc.c __rmqueue_pcplist(), free_unref_page_commit(), free_pcppages_bulk(), __alloc_pages_bulk().
 */

import { MOVABLE, PCP_TYPES } from "../allocator/migratetype";

/** Lists of one cpu: orders up to the largest, three types each. */
const TYPES = 4;
const ORDERS = 16;

/** A page that was taken from a list without an event. */
export type OnSilentTake = (frame: number, order: number, type: number, cpu: number) => void;

export class TracedPcp {
  /** Index = frame: the list it lies in, plus 1; 0 for none. */
  private readonly listOf: Uint16Array;
  /** Index = frame: which entry of that list is meant, for entries are not removed from the middle. */
  private readonly entryOf: Int32Array;
  private readonly lists: (TracedList | undefined)[] = [];
  private entries = 0;

  constructor(
    frames: number,
    private readonly onSilentTake: OnSilentTake,
  ) {
    this.listOf = new Uint16Array(frames);
    this.entryOf = new Int32Array(frames);
  }

  /** Puts a block at the tail: the start state's, or one of a refill. */
  append(frame: number, order: number, type: number, cpu: number): void {
    const list = this.list(cpu, order, type);
    list.pushTail(frame, this.enter(frame, list.id));
  }

  /** A block was freed: it comes to the head. */
  push(frame: number, order: number, blockType: number, cpu: number): void {
    const list = this.list(cpu, order, blockType < PCP_TYPES ? blockType : MOVABLE);
    list.pushHead(frame, this.enter(frame, list.id));
  }

  /** A block was handed out. Everything before it in its list went silently. */
  take(frame: number, order: number, type: number, cpu: number): void {
    const id = this.listOf[frame] as number;
    if (id === 0) return;
    const list = this.list(cpu, order, type);
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
    const list = this.lists[id] as TracedList;
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
    this.tookSilently(frame, this.lists[this.listOf[frame] as number] as TracedList);
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

  private list(cpu: number, order: number, type: number): TracedList {
    const id = 1 + (cpu * ORDERS + order) * TYPES + type;
    let list = this.lists[id];
    if (list === undefined) {
      list = new TracedList(id, cpu, order, type);
      this.lists[id] = list;
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
