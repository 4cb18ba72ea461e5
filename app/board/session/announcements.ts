import type { Diagnostics, Refusal } from "@carveout/wire";
import { fieldPlace, placeKey } from "./places";
import { Signal, SignalMap } from "./signal";
import type { ExperimentRuns, Finding, ShownRefusal, VariantRun } from "./types";

/** So many refusals are kept to be looked up; a program gone wrong makes more, and nobody reads those. */
const MAX_LISTED = 100;

/** What the server says beside the document: findings, runs, refusals, trouble. */
export class Announcements {
  /** By item, a new list only where it says something new. */
  readonly findings = new SignalMap<readonly Finding[]>();
  /** By experiment. */
  readonly runs = new SignalMap<ExperimentRuns>();
  /** The last result of each variant, by experiment: what is shown as stale while another one is on its way. */
  readonly results = new SignalMap<ExperimentRuns>();
  /** Of this session, oldest first, until the list is emptied: a refused part has no field that could show it, and a field may be off the screen. */
  readonly refusalList = new Signal<readonly ShownRefusal[]>([]);
  /** The latest of each place, oldest first, until dismissed. */
  readonly refusals = new Signal<readonly ShownRefusal[]>([]);
  readonly refusalAt = new SignalMap<ShownRefusal>();
  /** Why nothing can be saved, or null. */
  readonly trouble = new Signal<string | null>(null);
  /** Number of the last moment that the board's history has got while it was open here. */
  readonly moment = new Signal(0);
  readonly #serials = new Map<string, number>();
  #serial = 0;

  /** A new connection may be to a server that counts its frames anew. */
  reset(): void {
    this.#serials.clear();
  }

  receiveFindings(message: Diagnostics): void {
    const byItem = new Map<string, Finding[]>();
    for (const finding of message.findings)
      byItem.set(finding.item, [...(byItem.get(finding.item) ?? []), finding]);
    for (const id of [...this.findings.keys()]) if (!byItem.has(id)) this.findings.set(id, undefined);
    for (const [id, findings] of byItem)
      if (JSON.stringify(findings) !== JSON.stringify(this.findings.get(id))) this.findings.set(id, findings);
  }

  receiveRun(frame: VariantRun): void {
    const key = placeKey(frame.experiment, frame.variant);
    if (frame.serial <= (this.#serials.get(key) ?? -1)) return;
    this.#serials.set(key, frame.serial);
    this.runs.set(frame.experiment, new Map(this.runs.get(frame.experiment)).set(frame.variant, frame));
    if (frame.status.state === "result")
      this.results.set(
        frame.experiment,
        new Map(this.results.get(frame.experiment)).set(frame.variant, frame),
      );
  }

  receiveRefusal(refusal: Refusal): void {
    const place = fieldPlace(refusal.path);
    const shown: ShownRefusal = {
      ...refusal,
      serial: ++this.#serial,
      at: new Date(),
      item: place?.item ?? null,
      field: place?.field ?? "",
    };
    const others = this.refusals.get().filter((other) => !isSamePlace(other, shown));
    this.refusals.set([...others, shown]);
    this.refusalList.set([...this.refusalList.get(), shown].slice(-MAX_LISTED));
    if (shown.item !== null) this.refusalAt.set(placeKey(shown.item, shown.field), shown);
  }

  /** The toast goes; the field keeps its ring until it is edited. */
  dismissRefusal(serial: number): void {
    this.refusals.set(this.refusals.get().filter((refusal) => refusal.serial !== serial));
  }

  forgetRefusals(): void {
    this.refusalList.set([]);
  }

  /** A field was edited again: what was refused before is settled. */
  settle(item: string, field: string): void {
    const refusal = this.refusalAt.get(placeKey(item, field));
    if (refusal === undefined) return;
    this.refusalAt.set(placeKey(item, field), undefined);
    this.dismissRefusal(refusal.serial);
  }
}

function isSamePlace(a: ShownRefusal, b: ShownRefusal): boolean {
  return a.path.length === b.path.length && a.path.every((part, index) => part === b.path[index]);
}
