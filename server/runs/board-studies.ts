import { type BoardView, type ItemId, planStudy, STUDIES, type StudyKind, studyName } from "@carveout/model";
import type { StudyRequest, WireMessage } from "@carveout/wire";
import type { RunServices } from "./column";
import { Study } from "./study";

/**
 * The studies of a board: asked for by anybody on it, shown to everybody, one at work at a time. What they found is kept as long as the board is open, and each
 * run in the store.
 */
export class BoardStudies {
  private readonly studies = new Map<string, Study>();

  constructor(
    private readonly view: BoardView,
    private readonly services: RunServices,
    private readonly tell: (message: WireMessage) => void,
  ) {}

  /** Starts or stops a study. Returns why not, in a sentence, or null. */
  request({ experiment, study: kind, action }: StudyRequest): string | null {
    const place = placeOf(experiment, kind);
    const known = this.studies.get(place);
    if (action === "cancel") {
      if (known?.isRunning) known.end("cancelled");
      return null;
    }
    const plan = planStudy(this.view, experiment, kind);
    if ("problem" in plan) return plan.problem;
    const name = studyName(this.view, experiment, kind);
    if (known?.isRunning && known.name === name) return null;
    const other = [...this.studies.values()].find((one) => one.isRunning && one !== known);
    if (other !== undefined) {
      const item = this.view.item(other.experiment);
      const title = item?.kind === "experiment" && item.name ? ` of “${item.name}”` : "";
      return `The ${other.kind}${title} is at work, and a board runs one study at a time. Cancel it, or wait until it is done.`;
    }
    known?.end("cancelled");
    this.studies.set(place, new Study(experiment, kind, name, plan.cells, this.services, this.tell));
    return null;
  }

  /** These experiments run something else now: what their studies show is of an earlier state. */
  note(experiments: Iterable<ItemId>): void {
    for (const experiment of experiments)
      for (const kind of STUDIES) {
        const study = this.studies.get(placeOf(experiment, kind));
        if (study === undefined) continue;
        if (studyName(this.view, experiment, kind) !== study.name) study.end("stale");
        else study.resume();
      }
  }

  /** Everything that somebody who joins has to know. */
  *everything(): Generator<WireMessage> {
    for (const study of this.studies.values()) yield* study.everything();
  }

  stop(): void {
    for (const study of this.studies.values()) if (study.isRunning) study.end("cancelled");
  }
}

const placeOf = (experiment: string, kind: StudyKind) => `${experiment} ${kind}`;
