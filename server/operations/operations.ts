import type { Log } from "./log";
import type { Metrics } from "./metrics";

/** What those who run a server look at. */
export interface Operations {
  metrics: Metrics;
  log: Log;
}
