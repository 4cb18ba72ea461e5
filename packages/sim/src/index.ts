export {
  checkInput,
  checkSetup,
  InputError,
  MAX_BANKS,
  MAX_PHASES,
  MAX_RAM_BYTES,
  MAX_RESERVED_RANGES,
} from "./check-input";
export type * from "./input";
export { InvariantError } from "./invariant";
export type { PageLink } from "./machine/page-names";
export { BootPanic } from "./machine/panic";
export type * from "./output";
export { PAGE_CONTENTS, PAGE_STATES, type PageContent, type PageState } from "./page-states";
export type { Census } from "./probes/pages/census";
export type { PageDetails } from "./probes/pages/details";
export {
  HAS_MARKED,
  HAS_PINNED,
  NO_CELL,
  NO_ORDER,
  type RasterWindow,
  STATE_MASK,
} from "./probes/pages/raster";
export type { PageReader, PageSpaces } from "./probes/pages/reader";
export type { PageSpan } from "./probes/pages/source";
export { type Agreement, compare, freeBlocksOf, type ZoneFree } from "./replay/agreement";
export { ReplayError } from "./replay/error";
export { FirstUses } from "./replay/first-uses";
export { freeFrames, occupy } from "./replay/occupy";
export { Replay, type ReplayCounts, type ReplayOptions } from "./replay/replay";
export { measuredMachine, type ReplayMachine, strategyMachine } from "./replay/replay-machine";
export { nothingRestored, type Restored, restore } from "./replay/restore";
export {
  ABSENT,
  FREE_PAGE,
  MOVABLE_PAGE,
  OTHER_PAGE,
  type StartState,
  type StartZone,
  UNMARKED_PAGE,
} from "./replay/start-state";
export { snapshotOf, type TraceEvents } from "./replay/trace";
export { catalogue, families } from "./run/catalogue";
export { diagnose, MAX_EXPECTED_ALLOCATIONS } from "./run/diagnose";
export { MAX_FRAMES } from "./run/diagnose-machine";
export { estimate } from "./run/estimate";
export { createRun, InfeasibleError, type Run, type RunOptions } from "./run/run";
export { CORE_VERSION } from "./run/version";
