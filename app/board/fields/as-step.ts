import type { BoardSession } from "../session";

/** One edit, one step of undo, however soon it follows the last one. */
export function asStep({ history }: Pick<BoardSession, "history">, edit: () => void): void {
  history.asOneStep(edit);
}
