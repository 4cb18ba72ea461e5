import { lazy } from "react";

/** In the browser's timeline, where everything has been fetched. */
export const AHEAD_MARK = "carveout-ahead";

/** What has not been fetched yet. */
const waiting = new Set<() => Promise<unknown>>();

/** Code that is needed later, and is fetched ahead. Module level only: whatever is registered is fetched by `fetchAhead`. */
export function ahead<Module>(load: () => Promise<Module>): () => Promise<Module> {
  waiting.add(load);
  return load;
}

/** React's `lazy`, for what must be there even where the network is gone by then. */
export const late: typeof lazy = (load) => lazy(ahead(load));

/**
 * Fetches one after the other what waits, each when the browser has nothing to do: who goes offline can still open a note, a dialog or a view. What
 * could not be fetched is left to its first use.
 */
export async function fetchAhead(): Promise<void> {
  // What a part brings along is registered while it loads, and comes in turn.
  for (const load of waiting) {
    await new Promise((resolve) => idle(resolve));
    await load().catch(() => {});
    waiting.delete(load);
  }
  performance.mark(AHEAD_MARK);
}

/** A page that is always busy, or hidden, has no idle time: then it is this long between two, ms. */
const LATEST_MS = 200;

/** Safari has no idle callback. */
const idle = (then: (value: unknown) => void): unknown =>
  "requestIdleCallback" in globalThis
    ? requestIdleCallback(then, { timeout: LATEST_MS })
    : setTimeout(then, 50);
