/** Human names for the functions that reserve memory in memblock. */

import type { Reservation } from "../dmesg/memblock-log";

/** First match wins; a caller that is not here keeps its own name. */
const NAMES: [RegExp, string][] = [
  [/^reserve_brk$/, "kernel brk"],
  [/^smp_scan_config$|^mpc_/, "MP table"],
  [/^reserve_real_mode$/, "real mode trampoline"],
  [/^acpi_(table_upgrade|reserve_initial_tables|parse_)/, "ACPI tables"],
  [/^(memory_present|sparse_init|sparse_index_alloc|sparse_init_nid|memblocks_present)$/, "memory sections"],
  [/^(__earlyonly_bootmem_alloc|vmemmap_)/, "page tables of the memmap"],
  [/^pcpu_/, "per-cpu areas"],
  [/^setup_log_buf$/, "log buffer"],
  [/^(spp_getpage|early_pgtable_alloc|alloc_low_pages|init_mem_mapping|memory_map_top_down)$/, "page tables"],
  [/^(early_alloc|kasan_)/, "KASAN shadow and its page tables"],
  [/^(io_apic_init_mappings|ioapic_setup_resources)$/, "I/O APIC resources"],
  [/^(e820__reserve_resources|firmware_map_add_early)$/, "firmware memory map"],
  [/^(setup_command_line|start_kernel)$/, "command line"],
  [/^register_nosave_region$/, "no-save regions"],
  [/^alloc_bootmem_cpumask_var$/, "cpu masks"],
  [/^numa_/, "NUMA distances"],
  [/^kfence_/, "kfence pool"],
  [/page_ext/, "page_ext"],
  [/^cma_|^dma_contiguous/, "CMA"],
  [/^(early_init_dt_|unflatten_|arm64_memblock_init)/, "device tree"],
  [/^efi_|^reserve_regions$/, "EFI tables"],
  [/^memblock_double_array$/, "memblock's own list"],
  [/^crash|^reserve_crashkernel/, "crash kernel"],
];

/** What to call a reservation; null if the caller tells nothing: none is named, or setup_arch(), which reserves many things. */
export function labelOf({ caller, hashTable }: Reservation): string | null {
  if (hashTable !== null) return `${hashTable} hash table`;
  if (caller === null || caller === "setup_arch") return null;
  return NAMES.find(([pattern]) => pattern.test(caller))?.[1] ?? caller;
}

/**
 * True if the machine places this itself: the memmap.
 * Source: mm/sparse.c sparse_buffer_init(), mm/sparse-vmemmap.c vmemmap_alloc_block().
 * A caller that takes one page is filling a page table, not the memmap.
 */
export function isMemmap(
  { caller, isExactNode }: Reservation,
  sizeBytes: number,
  leafBytes: number,
): boolean {
  if (isExactNode || caller === "memmap_alloc" || caller === "sparse_buffer_init") return true;
  return /^(__earlyonly_bootmem_alloc|vmemmap_alloc_block)/.test(caller ?? "") && sizeBytes >= leafBytes;
}

/** True for the shadow and origin pages of what KMSAN records. */
export function isKmsanMetadata({ caller }: Reservation): boolean {
  return caller === "kmsan_init_alloc_meta_for_range";
}
