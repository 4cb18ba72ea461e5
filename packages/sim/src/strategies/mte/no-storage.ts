import type { Obstacle } from "../../allocator/contig/result";

/** Why the tags of a block of pages have no place. */
export interface NoStorage {
  /** "no-tags": memory that no region keeps tags for. */
  obstacle: Obstacle | "no-tags";
  error: "EBUSY" | "ENOMEM" | "EINVAL";
  /** First frame of what was in the way. */
  frame: number;
  /** Block of tag storage that was asked for, or -1. */
  block: number;
}
