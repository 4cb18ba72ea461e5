import type { StagePayloads } from "./stage.schema";
import type { ThreadPayloads } from "./threads.schema";
import type { VerdictPayloads } from "./verdicts.schema";
import type { VersionPayloads } from "./versions.schema";

export * from "./people";
export * from "./people.schema";
export * from "./stage";
export * from "./stage.schema";
export * from "./terms";
export * from "./threads";
export * from "./threads.schema";
export * from "./verdicts";
export * from "./verdicts.schema";
export * from "./versions";
export * from "./versions.schema";

/** What each command carries, by its name. A family adds its own. */
export type CommandPayloads = StagePayloads & ThreadPayloads & VerdictPayloads & VersionPayloads;
