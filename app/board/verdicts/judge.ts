import type { VerdictTarget } from "@carveout/model";
import { Signal } from "../session";

/** What a verdict is being given on, or null. The dialog follows it. */
export const judged = new Signal<VerdictTarget | null>(null);

/** Asks for a verdict on an item, or on a variant of an experiment. */
export function judge(target: VerdictTarget): void {
  judged.set(target);
}
