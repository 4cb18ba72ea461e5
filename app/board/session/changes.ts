import { itemsOf, writerAt } from "@carveout/model";
import type * as Y from "yjs";
import { fieldPlace, placeKey, placesOf } from "./places";
import { SignalMap } from "./signal";
import type { Author, FieldChange, FieldPlace } from "./types";

/** How long a value that somebody else has changed stays marked. */
export const FLASH_MS = 600;

/** Who changed which field, from elsewhere. */
export class Changes {
  readonly fields = new SignalMap<FieldChange>();
  readonly #listeners = new Set<(place: FieldPlace, change: FieldChange) => void>();

  constructor(
    private readonly doc: Y.Doc,
    private readonly authorOf: (clientId: number) => Author | null,
  ) {
    itemsOf(doc).observeDeep(this.#observe);
  }

  onChange(listener: (place: FieldPlace, change: FieldChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  destroy(): void {
    itemsOf(this.doc).unobserveDeep(this.#observe);
    this.#listeners.clear();
  }

  readonly #observe = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    if (transaction.local || transaction.beforeState.size === 0) return;
    for (const event of events)
      for (const path of placesOf(event, this.doc)) {
        const place = fieldPlace(path);
        if (place !== null) this.#mark(place, writerAt(this.doc, path));
      }
  };

  #mark(place: FieldPlace, writer: number | null): void {
    // Our own value put back by the server is a refusal's to tell.
    const author = writer === null ? null : this.authorOf(writer);
    const key = placeKey(place.item, place.field);
    const change: FieldChange = { author, at: new Date(), fresh: true };
    this.fields.set(key, change);
    setTimeout(() => {
      if (this.fields.get(key) === change) this.fields.set(key, { ...change, fresh: false });
    }, FLASH_MS);
    for (const listener of [...this.#listeners]) listener(place, change);
  }
}
