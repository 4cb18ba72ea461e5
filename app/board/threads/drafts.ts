import type { ThreadAnchor } from "@carveout/model";
import { Signal } from "../session";

/** A thread that is still being written. */
export interface NewThread {
  anchor: ThreadAnchor;
  /** What it is on, in words. */
  label: string;
  /** The run that is looked at. */
  run: string;
}

/** What is being written, by thread; a new one goes by this name. */
export const NEW = "new";

/** Unsent comments of one board, kept in this browser so that a reload does not lose them. */
export class Drafts {
  /** The new thread that is being written, or null. It has a pin while it has words. */
  readonly fresh: Signal<NewThread | null>;
  readonly #prefix: string;

  constructor(
    board: string,
    private readonly storage: Storage | null,
  ) {
    this.#prefix = `carveout-draft-${board}-`;
    this.fresh = new Signal(this.text(NEW) === "" ? null : readNew(this.#read("place")));
  }

  text(of: string): string {
    return this.#read(of) ?? "";
  }

  /** "" forgets it. */
  keep(of: string, text: string): void {
    this.#write(of, text);
    if (of === NEW && text === "") this.fresh.set(null);
  }

  /** The new thread is about this now. */
  moveNew(place: NewThread): void {
    this.#write("place", JSON.stringify(place));
    this.fresh.set(place);
  }

  #read(name: string): string | null {
    try {
      return this.storage?.getItem(this.#prefix + name) ?? null;
    } catch {
      return null;
    }
  }

  #write(name: string, text: string): void {
    try {
      if (text === "") this.storage?.removeItem(this.#prefix + name);
      else this.storage?.setItem(this.#prefix + name, text);
    } catch {
      // Full or switched off: the draft lives as long as its field.
    }
  }
}

function readNew(text: string | null): NewThread | null {
  try {
    const value = JSON.parse(text ?? "null") as NewThread | null;
    return value !== null && typeof value.anchor?.at === "string" && typeof value.label === "string"
      ? value
      : null;
  } catch {
    return null;
  }
}

const drafts = new Map<string, Drafts>();

export function draftsOf(board: string): Drafts {
  let own = drafts.get(board);
  if (own === undefined) {
    own = new Drafts(board, storageIfAny());
    drafts.set(board, own);
  }
  return own;
}

function storageIfAny(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
