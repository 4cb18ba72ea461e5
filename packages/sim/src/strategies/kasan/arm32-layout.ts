/**
 * Where the shadow lies in the address space of 32-bit arm. Source: arch/arm/include/asm/kasan_def.h, arch/arm/Kconfig
 * KASAN_SHADOW_OFFSET.
 */

/** KASAN_SHADOW_OFFSET by PAGE_OFFSET, where kernel space begins. */
const SHADOW_OFFSETS = {
  1073741824: 0x1f00_0000,
  2147483648: 0x5f00_0000,
  2952790016: 0x8f00_0000,
  3221225472: 0x9f00_0000,
} as const;

export interface Arm32Layout {
  /** First address of the shadow, and so the end of user space. */
  shadowStart: number;
  /** First address behind it, where modules begin. */
  shadowEnd: number;
}

export function arm32Layout(pageOffset: keyof typeof SHADOW_OFFSETS): Arm32Layout {
  const offset = SHADOW_OFFSETS[pageOffset];
  const shadowEnd = offset + 2 ** 29;
  return { shadowStart: Math.floor(shadowEnd / 8) + offset, shadowEnd };
}
