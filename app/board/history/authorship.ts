import type { ItemId } from "@carveout/model";
import { clockTime } from "../../ui/time";
import { type BoardSession, placeKey, SignalMap } from "../session";
import { markedName } from "../together/marked-name";
import { readAuthors } from "./api";

/** Whose value stands in a field, asked of the history when somebody points at the item: one question an item until it changes. */
export class Authorship {
  /** "Ann, 14:02" by place. */
  readonly words = new SignalMap<string>();
  readonly #asked = new Set<ItemId>();

  constructor(private readonly session: BoardSession) {
    session.items.onChange(({ changed, removed }) => {
      for (const id of [...changed, ...removed]) this.#asked.delete(id);
    });
  }

  ask(item: ItemId): void {
    // An earlier state that is only looked at has never been saved: what the history says is about the board of now.
    if (this.#asked.has(item) || this.session.durability.saved.get().state === "opening") return;
    this.#asked.add(item);
    readAuthors(this.session.board, item).then(
      ({ fields, people }) => {
        const names = new Map(
          people.map(({ id, name, verified = false }) => [
            id,
            markedName({ name: name || "Somebody", isVerified: verified }),
          ]),
        );
        for (const [field, { author, at }] of Object.entries(fields))
          this.words.set(
            placeKey(item, field),
            author === null ? undefined : words(names.get(author) ?? "Somebody", at),
          );
      },
      // Nothing is missing on the screen; the next one who points asks again.
      () => this.#asked.delete(item),
    );
  }
}

function words(who: string, at: number | null): string {
  if (at === null) return who;
  const then = new Date(at);
  const isToday = then.toDateString() === new Date().toDateString();
  const day = then.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
  return `${who}, ${isToday ? "" : `${day}, `}${clockTime(then)}`;
}

const known = new WeakMap<BoardSession, Authorship>();

export function authorshipOf(session: BoardSession): Authorship {
  let authorship = known.get(session);
  if (authorship === undefined) {
    authorship = new Authorship(session);
    known.set(session, authorship);
  }
  return authorship;
}
