/**
 * What the rest of the board builds on: `startThread(session, anchor, {quote, beside})` begins a thread on a text range, a point of a chart, a page of a map,
 * a passage of a mail; `useThreadsAt({ item, at, ... })` finds those that hang there, and `<ThreadPins at={...} />` shows their numbers, each of which
 * opens its thread beside itself. `<Discuss>` is both.
 */
export type { AnchorMatch } from "./anchors";
export { Discuss } from "./Discuss";
export { closeThread, openThread, startThread } from "./open";
export { ThreadPins } from "./ThreadPins";
export { usePeopleSaid, useThread, useThreadsAt } from "./use-discussion";
