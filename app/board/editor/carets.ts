import type { ItemId } from "@carveout/model";
import * as Y from "yjs";
import type { BoardSession } from "../session";
import { markedName } from "../together/marked-name";

type Listener = (change: { added: number[]; updated: number[]; removed: number[] }) => void;

/** Carets of a text as its editor's Yjs binding asks for them: the part of an awareness it uses, over the board's presence. */
export class Carets {
  readonly doc: Y.Doc;
  #own: unknown = null;
  readonly #stops = new Map<Listener, () => void>();

  constructor(
    private readonly session: BoardSession,
    private readonly item: ItemId,
    private readonly text: Y.Text,
  ) {
    this.doc = session.doc;
  }

  getLocalState(): { cursor: unknown } {
    return { cursor: this.#own };
  }

  setLocalStateField(_field: "cursor", caret: { anchor: unknown; head: unknown } | null): void {
    this.#own = caret;
    this.session.presence.set({ caret });
  }

  getStates(): Map<number, { user: { name: string; color: string; colorLight: string }; cursor: unknown }> {
    const states = new Map();
    for (const person of this.session.presence.people.get()) {
      const { clientId, colour, isMe, field, caret } = person;
      if (isMe || caret === null || field?.item !== this.item) continue;
      if (!this.#isHere(caret.anchor) || !this.#isHere(caret.head)) continue;
      const color = `var(--p-${colour})`;
      const colorLight = `color-mix(in srgb, ${color} 22%, transparent)`;
      states.set(clientId, { user: { name: markedName(person), color, colorLight }, cursor: caret });
    }
    return states;
  }

  on(_event: "change", listener: Listener): void {
    const { people } = this.session.presence;
    const tell = () =>
      listener({ added: [], updated: people.get().map(({ clientId }) => clientId), removed: [] });
    this.#stops.set(listener, people.subscribe(tell));
  }

  off(_event: "change", listener: Listener): void {
    this.#stops.get(listener)?.();
    this.#stops.delete(listener);
  }

  /** Takes the own caret out of presence. */
  leave(): void {
    this.setLocalStateField("cursor", null);
  }

  /** Yjs throws at positions that name a type it does not have: presence may hold anything. */
  #isHere(position: unknown): boolean {
    try {
      const at = Y.createAbsolutePositionFromRelativePosition(position as Y.RelativePosition, this.doc);
      return at?.type === this.text;
    } catch {
      return false;
    }
  }
}
