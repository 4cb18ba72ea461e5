import type { StudyKind } from "@carveout/model";
import type { Study, StudyCell, StudyCells, StudyRefused } from "@carveout/wire";
import { placeKey } from "./places";
import { SignalMap } from "./signal";

/** A study as far as this participant has heard of it. */
export interface ShownStudy extends Study {
  /** By their key. */
  cells: ReadonlyMap<string, StudyCell>;
}

/** The studies of the board, by experiment and kind. */
export class Studies {
  readonly shown = new SignalMap<ShownStudy>();
  /** Why the last wish of this participant was not met. */
  readonly refused = new SignalMap<string>();
  /** Cells that came before the study's own message. */
  readonly #cells = new Map<string, { name: string; cells: Map<string, StudyCell> }>();

  receive(message: Study | StudyCells | StudyRefused): void {
    const place = studyPlace(message.experiment, message.study);
    if (message.type === "study refused") this.refused.set(place, message.reason);
    else if (message.type === "study cells") this.#receiveCells(place, message);
    else {
      this.refused.set(place, undefined);
      this.shown.set(place, { ...message, cells: new Map(this.#cellsOf(place, message.name)) });
    }
  }

  #receiveCells(place: string, { name, cells }: StudyCells): void {
    const known = this.#cellsOf(place, name);
    for (const cell of cells) known.set(cell.key, cell);
    const shown = this.shown.get(place);
    if (shown?.name === name) this.shown.set(place, { ...shown, cells: new Map(known) });
  }

  #cellsOf(place: string, name: string): Map<string, StudyCell> {
    const known = this.#cells.get(place);
    if (known?.name === name) return known.cells;
    const cells = new Map<string, StudyCell>();
    this.#cells.set(place, { name, cells });
    return cells;
  }
}

export const studyPlace = (experiment: string, kind: StudyKind) => placeKey(experiment, kind);
