import { type ItemId, planExperiment } from "@carveout/model";
import type { RunInput } from "@carveout/sim";
import type { BoardDiagnostic, WireMessage } from "@carveout/wire";
import type { Mirror } from "../gate/mirror";
import { BoardStudies } from "./board-studies";
import { Column, type RunServices } from "./column";
import {
  experimentFindings,
  findingsOf,
  isComplete,
  type JudgedVariant,
  mergeFindings,
  profileFindings,
} from "./findings";

/**
 * What a board's inputs mean: findings at once, runs as they come. Derived from the judged state alone, and never part of the document. Starts when
 * the first one comes to watch.
 */
export class BoardRuns {
  private readonly columns = new Map<ItemId, Map<string, Column>>();
  private readonly findings = new Map<ItemId, BoardDiagnostic[]>();
  private readonly profiles = new Set<ItemId>();
  /** Findings of profiles that feed no experiment. */
  private readonly alone = new Map<ItemId, BoardDiagnostic[]>();
  private told: BoardDiagnostic[] = [];
  private readonly changedItems = new Set<ItemId>();
  private readonly changedExperiments = new Set<ItemId>();
  private isStarted = false;
  readonly studies: BoardStudies;

  constructor(
    private readonly mirror: Mirror,
    private readonly services: RunServices,
    private readonly tell: (message: WireMessage) => void,
  ) {
    this.studies = new BoardStudies(mirror, services, tell);
  }

  /** Notes the items that an update touched, and experiments besides those that they feed; update() does the rest, once a turn. */
  note(items: Iterable<ItemId>, experiments: Iterable<ItemId>): void {
    for (const id of items) this.changedItems.add(id);
    for (const id of experiments) this.changedExperiments.add(id);
  }

  /** The first one has come: everything is new. */
  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.note(this.mirror.items.keys(), []);
    for (const [id, item] of this.mirror.items)
      if (item.kind === "experiment") this.changedExperiments.add(id);
    this.update();
  }

  /** Brings findings and runs up to what was noted. */
  update(): void {
    if (!this.isStarted || (this.changedItems.size === 0 && this.changedExperiments.size === 0)) return;
    for (const id of this.changedItems) {
      if (this.mirror.items.get(id)?.kind === "profile") this.profiles.add(id);
      else this.profiles.delete(id);
      for (const experiment of this.mirror.experimentsOf(id)) this.changedExperiments.add(experiment);
    }
    for (const id of this.changedExperiments) this.lookAtExperiment(id);
    this.studies.note(this.changedExperiments);
    this.lookAtProfiles();
    this.changedItems.clear();
    this.changedExperiments.clear();
    const findings = mergeFindings([...this.findings.values(), ...this.alone.values()]);
    if (JSON.stringify(findings) === JSON.stringify(this.told)) return;
    this.told = findings;
    this.tell({ type: "diagnostics", findings });
  }

  /** A profile that feeds no experiment speaks for itself. */
  private lookAtProfiles(): void {
    for (const id of this.alone.keys()) if (!this.profiles.has(id)) this.alone.delete(id);
    for (const id of this.profiles) {
      const isAlone = this.mirror.experimentsOf(id).next().done === true;
      if (!isAlone) this.alone.delete(id);
      else if (this.changedItems.has(id) || !this.alone.has(id))
        this.alone.set(id, profileFindings(this.mirror, id));
    }
  }

  private lookAtExperiment(id: ItemId): void {
    const plans = planExperiment(this.mirror, id);
    const columns = this.columns.get(id) ?? new Map<string, Column>();
    const variants = new Set(plans.map(({ variant }) => variant));
    for (const [variant, column] of columns) {
      if (variants.has(variant)) continue;
      column.stop();
      columns.delete(variant);
    }
    const judged: JudgedVariant[] = [];
    for (const plan of plans) {
      const column = columns.get(plan.variant) ?? new Column(id, plan.variant, this.services, this.tell);
      columns.set(plan.variant, column);
      if (isComplete(plan)) {
        const findings = findingsOf(plan.run.input, plan.run.sources);
        judged.push({ plan, findings });
        column.plan(plan, findings);
      } else if ("missing" in plan.run) column.lack(plan.run.missing, plan.seed);
    }
    if (columns.size === 0) {
      this.columns.delete(id);
      this.findings.delete(id);
    } else {
      this.columns.set(id, columns);
      this.findings.set(id, experimentFindings(judged));
    }
  }

  /** The input of the run that a column shows; null if it shows another one by now. */
  inputOf(experiment: ItemId, variant: string, run: string): RunInput | null {
    return this.columns.get(experiment)?.get(variant)?.inputOf(run) ?? null;
  }

  /** Everything that somebody who joins has to know. */
  *everything(): Generator<WireMessage> {
    yield { type: "diagnostics", findings: this.told };
    for (const columns of this.columns.values())
      for (const { frame } of columns.values()) if (frame !== null) yield frame;
    yield* this.studies.everything();
  }

  /** Stops what runs. */
  stop(): void {
    this.studies.stop();
    for (const columns of this.columns.values()) for (const column of columns.values()) column.stop();
  }
}
