import { itemsOf, metaOf } from "@carveout/model";
import * as Y from "yjs";
import { labelAt, placesOf, writerAt } from "./places";
import { Signal } from "./signal";
import type { Author, HistoryState, SkippedUndo } from "./types";

/** Edits that come faster than this after one another are one step. */
const CAPTURE_TIMEOUT_MS = 400;
const PLACES = "places";

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
    this.#pop("undoStack", () => this.#manager.undo());
  }

  redo(): void {
    this.#pop("redoStack", () => this.#manager.redo());
  }

  /** The next edit begins a step of its own, however soon it comes. */
  endStep(): void {
    this.#manager.stopCapturing();
  }

  destroy(): void {
    this.#manager.destroy();
  }

  /** Yjs passes over steps that no longer change anything; those that somebody else's edit stands in the way of are told. */
  #pop(stack: "undoStack" | "redoStack", pop: () => StackItem | null): void {
    const before = [...this.#manager[stack]];
    const performed = pop();
    const passed = before.slice(this.#manager[stack].length).filter((item) => item !== performed);
    for (const item of passed) this.#tell(item);
    this.#show();
  }

  #tell(item: StackItem): void {
    const places = (item.meta.get(PLACES) ?? []) as string[][];
    for (const place of places) {
      const writer = writerAt(this.doc, place);
      const author = writer === null ? null : this.authorOf(writer);
      // The server's own repair of a refused value: the refusal has said so already.
      if (writer === this.doc.clientID || (writer !== null && author === null)) continue;
      this.skipped.set({ serial: ++this.#serial, author, label: labelAt(this.doc, place) });
      return;
    }
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
