/**
 * Streams of operations for both allocators, and the file that carries one with its machine.
 *
 * An operation is one word: bit 31 free, bits 30:29 cpu, bits 28:26 class of GFP flags, bits 25:22 order, bits 21:0 slot, the
 * place where its frame is remembered. The file is a row of little-endian words: HEADER, the zones, the ranges that boot
 * hands over, the operations (twin.c reads them as structs).
 */

import {
  __GFP_DMA,
  __GFP_DMA32,
  __GFP_HIGH,
  __GFP_RECLAIMABLE,
  GFP_ATOMIC,
  GFP_HIGHUSER_MOVABLE,
  GFP_KERNEL,
  GFP_NOWAIT,
} from "../../../packages/sim/src/allocator/gfp";
import { Random } from "../../../packages/sim/src/numbers/random";
import type { Arena } from "./arena";
import { SLOT_BITS } from "./slots";

/** GFP flags of the classes, index = class. */
export const CLASSES = [
  GFP_KERNEL,
  GFP_HIGHUSER_MOVABLE,
  GFP_KERNEL | __GFP_RECLAIMABLE,
  GFP_ATOMIC,
  GFP_NOWAIT,
  GFP_KERNEL | __GFP_HIGH,
  GFP_KERNEL | __GFP_DMA32,
  GFP_KERNEL | __GFP_DMA,
] as const;

const [UNMOVABLE, MOVABLE, RECLAIMABLE, ATOMIC] = [0, 1, 2, 3];
const MAGIC = 0x62647931;

export interface Stream {
  arena: Arena;
  operations: Int32Array;
  slots: number;
  /** Operations before the measured ones. */
  prefill: number;
  /** Probes taken while the measured ones run. */
  samples: number;
}

export interface Mix {
  seed: number;
  operations: number;
  /** Share of the arena that is filled first with blocks of order 9 and 10 that stay, 0 to 1. */
  huge: number;
  /** Occupancy wanders between these, 0 to 1. Above 1 the machine is overfull: requests fail and types fall back. */
  low: number;
  high: number;
  /** All classes alike, and orders up to the largest: for agreement, not for speed. */
  isWild?: boolean;
}

const PROBES = 1000;
/** Cumulative permille of orders 0 to 9. */
const ORDERS = [900, 950, 968, 980, 985, 988, 991, 993, 995, 1000];
const WILD_ORDERS = [400, 550, 650, 720, 780, 840, 880, 920, 950, 980, 1000];
const WANDER_PERIOD = 1_000_000;
/** Cpus that work, and one operation in so many moves to another of them. */
const CPUS = 4;
const CPU_STAY = 256;
/** So many of the youngest blocks take half of the frees. */
const YOUNG = 256;

/** A random churn: half of the frees hit young blocks, half any block. */
export function churn(arena: Arena, mix: Mix): Stream {
  const generator = new Random(mix.seed, 0);
  const random = () => generator.uint32();
  const { frames } = arena;
  const hugeBlocks = Math.ceil((mix.huge * frames) / 512);
  const words = new Int32Array(hugeBlocks + mix.operations);
  const orderOf = new Uint8Array(2 ** SLOT_BITS);
  const live = new Int32Array(2 ** SLOT_BITS);
  const spare = new Int32Array(2 ** SLOT_BITS);
  let count = 0;
  let used = 0;
  let lives = 0;
  let spares = 0;
  let slots = 0;
  let cpu = 0;
  const push = (isFree: 0 | 1, gfpClass: number, order: number, slot: number) => {
    if (slot >= 2 ** SLOT_BITS) throw new RangeError("The stream needs more slots than a word can name.");
    words[count++] = (isFree << 31) | (cpu << 29) | (gfpClass << 26) | (order << SLOT_BITS) | slot;
  };
  while (used < mix.huge * frames) {
    const order = random() & 3 ? 9 : 10;
    push(0, MOVABLE, order, slots++);
    used += 1 << order;
  }
  const prefill = count;
  const orders = mix.isWild ? WILD_ORDERS : ORDERS;
  let isFilling = true;
  for (let i = 0; i < mix.operations; i++) {
    const phase = (i % WANDER_PERIOD) / WANDER_PERIOD;
    const target = mix.low + (mix.high - mix.low) * (phase < 0.5 ? 2 * phase : 2 - 2 * phase);
    const occupancy = used / frames;
    if (occupancy > mix.low) isFilling = false;
    const allocates = random() % 100 < (isFilling ? 80 : occupancy < target ? 56 : 44);
    if (random() % CPU_STAY === 0) cpu = random() % Math.min(arena.cpus, CPUS);
    if (allocates || lives < 16) {
      const dice = random() % 1000;
      let order = 0;
      while (dice >= (orders[order] ?? 1000)) order++;
      const slot = spares > 0 ? (spare[--spares] as number) : slots++;
      push(0, mix.isWild ? random() % CLASSES.length : pickClass(order, random() % 1000), order, slot);
      orderOf[slot] = order;
      live[lives++] = slot;
      used += 1 << order;
    } else {
      const isYoung = (random() & 1) === 1 && lives > YOUNG;
      const at = isYoung ? lives - 1 - (random() % YOUNG) : random() % lives;
      const slot = live[at] as number;
      live[at] = live[--lives] as number;
      spare[spares++] = slot;
      const order = orderOf[slot] as number;
      used -= 1 << order;
      push(1, 0, order, slot);
    }
  }
  return { arena, operations: words.subarray(0, count), slots, prefill, samples: PROBES };
}

/** Takes every page, then gives back every second one: no block stays whole. */
export function cutUp(arena: Arena): Stream {
  const operations = new Int32Array(arena.frames + (arena.frames >>> 1));
  for (let slot = 0; slot < arena.frames; slot++) operations[slot] = (MOVABLE << 26) | slot;
  for (let i = 0; i < arena.frames >>> 1; i++) operations[arena.frames + i] = (1 << 31) | (2 * i);
  return { arena, operations, slots: arena.frames, prefill: 0, samples: 1 };
}

/** Movable 75 %, reclaimable 7 %, unmovable 18 %, a tenth of it atomic; above order 3 movable 97 %. */
function pickClass(order: number, permille: number): number {
  if (order > 3) return permille < 970 ? MOVABLE : UNMOVABLE;
  if (permille < 750) return MOVABLE;
  if (permille < 820) return RECLAIMABLE;
  return permille < 838 ? ATOMIC : UNMOVABLE;
}

/** Words of the header: magic, frames, cpus, zones, ranges, operations, slots, prefill, samples, flags of each class. */
const HEADER = 9 + CLASSES.length;
/** Words of a zone: kind, start, end, managed, MIN, LOW, HIGH, three reserves, batch, high. */
const ZONE = 12;
const ZONE_KINDS = ["DMA", "DMA32", "Normal"] as const;

export function encode(stream: Stream): Uint8Array {
  const { arena, operations } = stream;
  const { zones, handedOver } = arena;
  const words = new Int32Array(HEADER + ZONE * zones.length + 2 * handedOver.length + operations.length);
  const head = [
    ...[MAGIC, arena.frames, arena.cpus, zones.length, handedOver.length],
    ...[operations.length, stream.slots, stream.prefill, stream.samples, ...CLASSES],
    ...zones.flatMap((zone) => [
      ...[ZONE_KINDS.indexOf(zone.kind), zone.startFrame, zone.endFrame, zone.managedPages],
      ...[zone.minPages, zone.lowPages, zone.highPages, ...zone.lowmemReserve, zone.pcpBatch, zone.pcpHigh],
    ]),
    ...handedOver.flatMap(({ start, end }) => [start, end]),
  ];
  words.set(head);
  words.set(operations, head.length);
  return new Uint8Array(words.buffer);
}

/** Throws RangeError if the bytes are no stream. */
export function decode(bytes: Uint8Array): Stream {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
  let at = 0;
  const next = () => words[at++] ?? 0;
  if (next() !== MAGIC) throw new RangeError("This file is no stream of allocator operations.");
  const [frames, cpus, zoneCount, ranges, operations, slots, prefill, samples] = Array.from(
    { length: 8 },
    next,
  ) as [number, number, number, number, number, number, number, number];
  at += CLASSES.length;
  const zones = Array.from({ length: zoneCount }, () => ({
    kind: ZONE_KINDS[next()] ?? "Normal",
    startFrame: next(),
    endFrame: next(),
    managedPages: next(),
    minPages: next(),
    lowPages: next(),
    highPages: next(),
    lowmemReserve: [next(), next(), next()] as [number, number, number],
    pcpBatch: next(),
    pcpHigh: next(),
  }));
  const handedOver = Array.from({ length: ranges }, () => ({ start: next(), end: next() }));
  const arena = { frames, cpus, zones, handedOver };
  return { arena, operations: words.subarray(at, at + operations), slots, prefill, samples };
}
