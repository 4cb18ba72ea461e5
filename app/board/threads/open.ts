import type { ThreadAnchor } from "@carveout/model";
import { type BoardSession, Signal, useSignal } from "../session";
import { labelOf, runAt } from "./anchors";
import { draftsOf, type NewThread } from "./drafts";

/** The thread that stands open: one that is on the board, or the one being written. */
export type OpenThread = { id: string } | { draft: NewThread };

interface Opened {
  thread: OpenThread;
  /** What on the page it was opened from and stands beside; null = its pin on the canvas. */
  beside: Element | null;
}

const opened = new Signal<Opened | null>(null);
/** Whether pins are shown on the canvas. */
export const pinsShown = new Signal(true);

export function useOpenThread(): Opened | null {
  return useSignal(opened);
}

export function currentThread(): Opened | null {
  return opened.get();
}

/** Calls when another thread, or none, is open. */
export function onOpenThread(listener: () => void): () => void {
  return opened.subscribe(listener);
}

export function openThread(id: string, beside: Element | null = null): void {
  opened.set({ thread: { id }, beside });
}

export function closeThread(): void {
  opened.set(null);
}

/**
 * Begins a thread on something; it is on the board once its first comment is posted. A draft that was begun elsewhere comes along.
 * @param options.quote the text of a range, for the thread's label
 * @param options.beside the element it stands beside, where that isn't the canvas
 */
export function startThread(
  session: BoardSession,
  anchor: ThreadAnchor,
  { quote = "", beside = null }: { quote?: string; beside?: Element | null } = {},
): void {
  if (!session.can.get().comment) return;
  const draft = { anchor, label: labelOf(session, anchor, quote), run: runAt(session, anchor) };
  draftsOf(session.board).moveNew(draft);
  opened.set({ thread: { draft }, beside });
}

/** The thread that is being written, as it was left; opens it again. */
export function resumeThread(draft: NewThread): void {
  opened.set({ thread: { draft }, beside: null });
}
