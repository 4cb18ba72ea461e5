/** GFP flags as the kernel prints them, and the bits that they stand for here. */

import { endOfField, textBetween } from "./ascii";

/**
 * The bits of include/linux/gfp.h in v5.18, for every kernel (domain fact B-20). v5.4 to v6.x agree with them up to
 * 0x400000. 0 for flags that say nothing about which page is taken.
 */
const FLAGS: Record<string, number> = {
  __GFP_DMA: 0x1,
  __GFP_HIGHMEM: 0x2,
  __GFP_DMA32: 0x4,
  __GFP_MOVABLE: 0x8,
  __GFP_RECLAIMABLE: 0x10,
  __GFP_HIGH: 0x20,
  __GFP_IO: 0x40,
  __GFP_FS: 0x80,
  __GFP_ZERO: 0x100,
  __GFP_ATOMIC: 0x200,
  __GFP_DIRECT_RECLAIM: 0x400,
  __GFP_KSWAPD_RECLAIM: 0x800,
  __GFP_WRITE: 0x1000,
  __GFP_NOWARN: 0x2000,
  __GFP_RETRY_MAYFAIL: 0x4000,
  __GFP_NOFAIL: 0x8000,
  __GFP_NORETRY: 0x10000,
  __GFP_MEMALLOC: 0x20000,
  __GFP_COMP: 0x40000,
  __GFP_NOMEMALLOC: 0x80000,
  __GFP_HARDWALL: 0x100000,
  __GFP_THISNODE: 0x200000,
  __GFP_ACCOUNT: 0x400000,
  __GFP_ZEROTAGS: 0x800000,
  /** The tag-storage series' name for __GFP_ZEROTAGS. */
  __GFP_TAGGED: 0x800000,
  __GFP_SKIP_ZERO: 0,
  __GFP_SKIP_KASAN: 0,
  __GFP_SKIP_KASAN_POISON: 0,
  __GFP_SKIP_KASAN_UNPOISON: 0,
  __GFP_NOLOCKDEP: 0,
  __GFP_NO_OBJ_EXT: 0,
};

function bitsOf(...names: string[]): number {
  return names.reduce((bits, name) => bits | (FLAGS[name] ?? 0), 0);
}

const RECLAIM = bitsOf("__GFP_DIRECT_RECLAIM", "__GFP_KSWAPD_RECLAIM");
const KERNEL = RECLAIM | bitsOf("__GFP_IO", "__GFP_FS");
const USER = KERNEL | bitsOf("__GFP_HARDWALL");
const HIGHUSER = USER | bitsOf("__GFP_HIGHMEM");
const HIGHUSER_MOVABLE = HIGHUSER | bitsOf("__GFP_MOVABLE");
const TRANSHUGE_LIGHT =
  (HIGHUSER_MOVABLE | bitsOf("__GFP_COMP", "__GFP_NOMEMALLOC", "__GFP_NOWARN")) & ~RECLAIM;

/**
 * Every name that a kernel from v5.4 on prints, simple and compound.
 * Source: gfpflag_names in include/trace/events/mmflags.h, values from include/linux/gfp.h. GFP_ATOMIC has
 * __GFP_ATOMIC, which v6.4 dropped, so that older rules find it.
 */
const NAMES = new Map<string, number>([
  ...Object.entries(FLAGS),
  ["none", 0],
  ["__GFP_RECLAIM", RECLAIM],
  ["GFP_DMA", bitsOf("__GFP_DMA")],
  ["GFP_DMA32", bitsOf("__GFP_DMA32")],
  ["GFP_NOWAIT", bitsOf("__GFP_KSWAPD_RECLAIM")],
  ["GFP_ATOMIC", bitsOf("__GFP_HIGH", "__GFP_ATOMIC", "__GFP_KSWAPD_RECLAIM")],
  ["GFP_NOIO", RECLAIM],
  ["GFP_NOFS", RECLAIM | bitsOf("__GFP_IO")],
  ["GFP_KERNEL", KERNEL],
  ["GFP_KERNEL_ACCOUNT", KERNEL | bitsOf("__GFP_ACCOUNT")],
  ["GFP_USER", USER],
  ["GFP_HIGHUSER", HIGHUSER],
  ["GFP_HIGHUSER_MOVABLE", HIGHUSER_MOVABLE],
  ["GFP_TRANSHUGE_LIGHT", TRANSHUGE_LIGHT],
  ["GFP_TRANSHUGE", TRANSHUGE_LIGHT | bitsOf("__GFP_DIRECT_RECLAIM")],
]);

/** In a number, the bits that mean the same in every kernel and configuration from v5.4 on, and __GFP_ZEROTAGS. */
const NUMBERED_BITS = 0xffffff;
const NUMBER = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i;
/** A flag of a kernel that is newer or somebody's own. */
const FLAG_LIKE = /^(__)?GFP_[A-Z0-9_]{1,40}$/;

const MAX_UNKNOWN = 20;

/** Reads flags such as GFP_KERNEL|__GFP_ZERO. */
export class GfpReader {
  /** What the flags that were read last stand for. */
  bits = 0;
  /** Names that no kernel known here has, at most 20; they add no bits. */
  readonly unknown: string[] = [];

  /** Where the flags at `at` end; they are then in `bits`. -1 if none stand there. */
  read(view: DataView, at: number): number {
    const end = endOfField(view, at);
    const bits = this.parse(textBetween(view, at, end));
    if (bits === null) return -1;
    this.bits = bits;
    return end;
  }

  /** The bits of a text; null if it is none. */
  parse(text: string): number | null {
    let bits = 0;
    for (const part of text.split("|")) {
      const named = NAMES.get(part);
      if (named !== undefined) bits |= named;
      else if (NUMBER.test(part)) bits |= Number(part) & NUMBERED_BITS;
      else if (FLAG_LIKE.test(part)) this.note(part);
      else return null;
    }
    return bits;
  }

  private note(name: string): void {
    if (this.unknown.length < MAX_UNKNOWN && !this.unknown.includes(name)) this.unknown.push(name);
  }
}
