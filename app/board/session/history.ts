import { itemsOf, metaOf, ROOTS, writerAt } from "@carveout/model";
import * as Y from "yjs";
import { contentWriters, isStanding } from "./foreign";
import { labelAt, placesOf } from "./places";
import { Signal } from "./signal";
import type { Author, HistoryState, SkippedUndo } from "./types";

/** Edits that come faster than this after one another are one step. */
const CAPTURE_TIMEOUT_MS = 400;
const PLACES = "places";

type Obstacle = Pick<SkippedUndo, "author" | "label">;
type StackItem = Y.UndoManager["undoStack"][number];
interface StackEvent {
  stackItem: StackItem;
  changedParentTypes: Map<
    Y.AbstractType<Y.YEvent<Y.AbstractType<unknown>>>,
    Y.YEvent<Y.AbstractType<unknown>>[]
  >;
}

/** Undo and redo of this tab's own edits. Other people's edits and the server's repairs are never undone, and never clear the steps. */
export class History {
  readonly state = new Signal<HistoryState>({ canUndo: false, canRedo: false });
  readonly skipped = new Signal<SkippedUndo | null>(null);
  readonly #manager: Y.UndoManager;
  #serial = 0;

  constructor(
    private readonly doc: Y.Doc,
    origin: object,
    private readonly authorOf: (clientId: number) => Author | null,
  ) {
    this.#manager = new Y.UndoManager([itemsOf(doc), metaOf(doc)], {
      trackedOrigins: new Set([origin]),
      captureTimeout: CAPTURE_TIMEOUT_MS,
    });
    this.#manager.on("stack-item-added", this.#remember);
    this.#manager.on("stack-item-updated", this.#remember);
    for (const event of ["stack-item-popped", "stack-cleared"] as const) this.#manager.on(event, this.#show);
  }

  undo(): void {
    this.#step("undoStack", () => this.#manager.undo());
  }

  redo(): void {
    this.#step("redoStack", () => this.#manager.redo());
  }

  /** The next edit begins a step of its own, however soon it comes. */
  endStep(): void {
    this.#manager.stopCapturing();
  }

  /** Several transactions as one step, however long they take. */
  asOneStep(edit: () => void): void {
    const release = this.holdStep();
    try {
      edit();
    } finally {
      release();
    }
  }

  /** All edits from now on are one step, until the hold is released: a drag. */
  holdStep(): () => void {
    this.endStep();
    this.#manager.captureTimeout = Number.POSITIVE_INFINITY;
    return () => {
      this.#manager.captureTimeout = CAPTURE_TIMEOUT_MS;
      this.endStep();
    };
  }

  /** Edits that somebody else than `BoardEdits` makes for this person, e.g. an editor: undone like the others. Returns the way to stop. */
  follow(origin: object): () => void {
    this.#manager.addTrackedOrigin(origin);
    return () => this.#manager.removeTrackedOrigin(origin);
  }

  destroy(): void {
    this.#manager.destroy();
  }

  /**
   * One step. Left to itself, Yjs goes on to older steps until one changes something; here a step that another person's edit stands in the
   * way of ends it with a word, and the older ones stay. Values that the server put back are passed over: their refusal has told it already.
   */
  #step(stackName: "undoStack" | "redoStack", pop: () => StackItem | null): void {
    const stack = this.#manager[stackName];
    let isDone = false;
    while (!isDone && stack.length > 0) {
      const older = stack.splice(0, stack.length - 1);
      const [step] = stack;
      const places = (step?.meta.get(PLACES) ?? []) as string[][];
      const foreign = this.#foreignContent(places);
      const [overwritten, gone] = [foreign ?? this.#overwritten(places), this.#gone(places)];
      if (foreign === null) isDone = pop() !== null;
      else stack.pop();
      stack.unshift(...older);
      const obstacle = overwritten ?? (isDone ? null : gone);
      if (obstacle === null) continue;
      this.skipped.set({ serial: ++this.#serial, isPartial: isDone, ...obstacle });
      isDone = true;
    }
    this.#show();
  }

  /** Somebody else's value where this step wrote, or null. */
  #overwritten(places: readonly string[][]): Obstacle | null {
    for (const place of places) {
      const author = isStanding(this.doc, place) ? this.#strangerOf(writerAt(this.doc, place)) : null;
      if (author !== null) return { author, label: labelAt(this.doc, place) };
    }
    return null;
  }

  /** What somebody else has put into an item that this step added: to take the item away would take theirs. */
  #foreignContent(places: readonly string[][]): Obstacle | null {
    for (const place of places) {
      const [root, id = "", ...below] = place;
      const item = root === ROOTS.items && below.length === 0 ? itemsOf(this.doc).get(id) : undefined;
      for (const client of item === undefined ? [] : contentWriters(item)) {
        const author = this.#strangerOf(client);
        if (author !== null) return { author, label: labelAt(this.doc, place) };
      }
    }
    return null;
  }

  #gone(places: readonly string[][]): Obstacle | null {
    const isGone = places.some(([root, id = ""]) => root === ROOTS.items && !itemsOf(this.doc).has(id));
    return isGone ? { author: null, label: "the item" } : null;
  }

  #strangerOf(client: number | null): Author | null {
    return client === null || client === this.doc.clientID ? null : this.authorOf(client);
  }

  readonly #remember = ({ stackItem, changedParentTypes }: StackEvent): void => {
    const places = (stackItem.meta.get(PLACES) ?? []) as string[][];
    for (const root of [itemsOf(this.doc), metaOf(this.doc)])
      for (const event of changedParentTypes.get(root as never) ?? [])
        places.push(...placesOf(event, this.doc));
    stackItem.meta.set(PLACES, places);
    this.#show();
  };

  readonly #show = (): void => {
    const canUndo = this.#manager.canUndo();
    const canRedo = this.#manager.canRedo();
    const shown = this.state.get();
    if (shown.canUndo !== canUndo || shown.canRedo !== canRedo) this.state.set({ canUndo, canRedo });
  };
}
