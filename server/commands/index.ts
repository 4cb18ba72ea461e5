import type { Command } from "./command";
import { STAGE_COMMANDS } from "./stage";
import { THREAD_COMMANDS } from "./threads";
import { VERDICT_COMMANDS } from "./verdicts";
import { VERSION_COMMANDS } from "./versions";

/** All that can be said, by name. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  [...STAGE_COMMANDS, ...THREAD_COMMANDS, ...VERDICT_COMMANDS, ...VERSION_COMMANDS].map((each) => [
    each.name,
    each,
  ]),
);
