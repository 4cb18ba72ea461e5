import { Signal, useSignal } from "./session";

/** What can stand at the right beside the canvas; `panels/registry` says what each is. */
export type PanelName = "history" | "threads" | "stage";

/** One panel at a time, in this tab. */
const open = new Signal<PanelName | null>(null);

export function usePanel(): PanelName | null {
  return useSignal(open);
}

export function openPanel(name: PanelName): void {
  open.set(name);
}

export function closePanel(): void {
  open.set(null);
}

export function togglePanel(name: PanelName): void {
  open.set(open.get() === name ? null : name);
}
