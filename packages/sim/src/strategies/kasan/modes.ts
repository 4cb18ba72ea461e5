/** KASAN's modes. Source: lib/Kconfig.kasan, mm/kasan/kasan.h. */

export type Mode = "generic" | "sw-tags" | "hw-tags";

/** Bytes of memory that one byte of shadow speaks for; 0: no shadow in memory, the hardware keeps the tags. */
export const BYTES_PER_SHADOW_BYTE: Record<Mode, number> = { generic: 8, "sw-tags": 16, "hw-tags": 0 };
