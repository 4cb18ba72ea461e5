/** Rules that every use of tag storage follows. */

import type { Formula } from "../../output";

const DRIVER = "RFC v3, arch/arm64/kernel/mte_tag_storage.c";

export const TAG_BYTES: Formula = {
  text: "tag bytes = memory bytes / 32; tag pages = ceil(memory pages / 32)",
  source: "arch/arm64/include/asm/mte-def.h MTE_GRANULE_SIZE, MTE_TAG_SIZE",
};

export const BLOCKS: readonly Formula[] = [
  { text: "pages of a block = lcm(page, block-size) / page", source: `${DRIVER} get_block_size_pages()` },
  {
    text: "block of a page = tag start + rounddown((pfn - memory start) / 32, pages of a block)",
    source: `${DRIVER} tag_storage_find_block_in_region()`,
  },
  {
    text: "references of a block = 1 + tagged pages whose tags it keeps; it is free at 1",
    source: `${DRIVER} block_ref_add(), free_tag_storage()`,
  },
];
