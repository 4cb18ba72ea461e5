/** What this browser keeps of boards, and what its tabs share. Loaded once a board has been drawn, or before where it may have one: no part of the first load. */
export type { Rescued } from "./database";
export { Keeping } from "./keeping";
export type { KeptBoard } from "./local-copy";
export { dropRescued, giveUp, rescuedAt } from "./rescued";
