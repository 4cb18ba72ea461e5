/** The classes of requests, and the GFP flags that each comes with. */

import {
  __GFP_RECLAIMABLE,
  GFP_ATOMIC,
  GFP_HIGHUSER_MOVABLE,
  GFP_KERNEL,
  GFP_NOWAIT,
} from "../allocator/gfp";
import type { LifetimeKind, RequestClass, WorkloadInput } from "../input";

/** In the order of their numbers. */
export const REQUEST_CLASSES = ["user", "kernel", "reclaimable", "atomic", "nowait", "cache"] as const;

export const USER = 0;
export const ATOMIC = 3;
export const CACHE = 5;

const GFP: Record<RequestClass, number> = {
  user: GFP_HIGHUSER_MOVABLE,
  kernel: GFP_KERNEL,
  reclaimable: GFP_KERNEL | __GFP_RECLAIMABLE,
  atomic: GFP_ATOMIC,
  nowait: GFP_NOWAIT,
  cache: GFP_HIGHUSER_MOVABLE,
};

/** GFP flags by the class's number. */
export const CLASS_GFP = Int32Array.from(REQUEST_CLASSES, (name) => GFP[name]);

/** How long the blocks of a class are held, with what the class takes from the workload filled in. */
export interface ClassLife {
  kind: LifetimeKind;
  meanMs: number;
  /** Share of the blocks that is never freed, 0 to 1. */
  immortal: number;
}

/** By the class's number. */
export function classLives(workload: WorkloadInput): ClassLife[] {
  return REQUEST_CLASSES.map((name) => {
    const own = workload.classes[name];
    if (own.lifetime !== "workload")
      return { kind: own.lifetime, meanMs: own.lifetimeMeanMs, immortal: own.lifetime === "never" ? 1 : 0 };
    const { lifetime, lifetimeMeanMs, immortalPercent } = workload;
    return {
      kind: lifetime,
      meanMs: lifetimeMeanMs,
      immortal: lifetime === "never" ? 1 : immortalPercent / 100,
    };
  });
}
