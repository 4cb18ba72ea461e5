/** Where 64-bit kernels keep things in their address space, without KASLR. Addresses do not fit a number: they are bigints. */

import type { MachineInput } from "../input";

type AddressSpace = Pick<MachineInput, "arch" | "fiveLevelPaging">;

/**
 * First address of the direct map (x86-64) or the linear map (arm64 with 48 bits), or null on 32 bits.
 * Source: arch/x86/include/asm/page_64_types.h __PAGE_OFFSET_BASE_L4 and _L5; arch/arm64/include/asm/memory.h PAGE_OFFSET.
 */
export function directMapStart({ arch, fiveLevelPaging }: AddressSpace): bigint | null {
  if (arch === "arm32") return null;
  if (arch === "arm64") return 0xffff_0000_0000_0000n;
  return fiveLevelPaging ? 0xff11_0000_0000_0000n : 0xffff_8880_0000_0000n;
}

/** First address of x86-64's vmemmap. Source: arch/x86/include/asm/pgtable_64_types.h __VMEMMAP_BASE_L4 and _L5. */
export function vmemmapBase(fiveLevelPaging: boolean): bigint {
  return fiveLevelPaging ? 0xffd4_0000_0000_0000n : 0xffff_ea00_0000_0000n;
}

/** Address of a pfn's struct page in a vmemmap. Source: include/asm-generic/memory_model.h __pfn_to_page(). */
export function structPageAddress(base: bigint, pfn: number, structPageBytes: number): bigint {
  return base + BigInt(pfn) * BigInt(structPageBytes);
}
