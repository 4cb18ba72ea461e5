import type { ThreadPayloads } from "./threads.schema";
import type { VerdictPayloads } from "./verdicts.schema";
import type { VersionPayloads } from "./versions.schema";

export * from "./people";
export * from "./people.schema";
export * from "./threads";
export * from "./threads.schema";
export * from "./verdicts";
export * from "./verdicts.schema";
export * from "./versions";
export * from "./versions.schema";

/** What each command carries, by its name. A family adds its own. */
export type CommandPayloads = ThreadPayloads & VerdictPayloads & VersionPayloads;
