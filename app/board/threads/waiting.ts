import type { CommandPayloads } from "@carveout/model";
import type { WaitingCommand } from "../session";

/** A thread or a reply that the server has not answered yet. */
export type Unsent = CommandPayloads["thread.start"] | CommandPayloads["thread.reply"];

/** What is on its way into a thread. */
export function unsentIn(waiting: readonly WaitingCommand[], thread: string): Unsent[] {
  return waiting.flatMap(({ name, payload }) =>
    (name === "thread.reply" || name === "thread.start") && payload.thread === thread
      ? [payload as Unsent]
      : [],
  );
}
