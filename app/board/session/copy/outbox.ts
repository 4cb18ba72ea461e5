import type { CommandPayloads } from "@carveout/model";

/** A command that the server has not answered yet. */
export type WaitingCommand = {
  [Name in keyof CommandPayloads]: { id: string; name: Name; payload: CommandPayloads[Name] };
}[keyof CommandPayloads];

/** What the browser tells its other tabs when one of them has written. */
export interface StorageNews {
  key: string | null;
  newValue: string | null;
}
export type StorageListener = (news: StorageNews) => void;
/** Listens to the other tabs; returns the way to stop. */
export type ListenToStorage = (listener: StorageListener) => () => void;

/** As it lies in the storage. An answer is written for the other tabs to read, just before the command goes. */
interface Kept {
  /** Whose it is: two people may use one browser, one after the other. Absent in what an older version has left. */
  by?: string;
  answer?: { refusal: string | null };
}

/** What a participant has said and the server has not answered, in the browser's storage, where all tabs of the board see it. */
export class Outbox {
  /** Another tab has put something in, or (with `answer`) has had it answered. */
  onChange: (id: string, answer?: { refusal: string | null }) => void = () => {};
  readonly #prefix: string;
  /** What the storage would not take: full, or switched off. */
  readonly #unkept = new Map<string, WaitingCommand>();
  readonly #stop: () => void;

  constructor(
    board: string,
    private readonly participant: string,
    private readonly storage: Storage | null = localStorageIfAny(),
    listen: ListenToStorage = listenToWindow,
  ) {
    this.#prefix = `carveout-outbox-${board}-`;
    this.#stop = listen(({ key, newValue }) => {
      if (!key?.startsWith(this.#prefix)) return;
      const kept = readKept(newValue);
      // Gone after its answer, which has been told.
      if (kept !== null && this.#isOwn(kept)) this.onChange(key.slice(this.#prefix.length), kept.answer);
    });
  }

  destroy(): void {
    this.#stop();
  }

  put(command: WaitingCommand): void {
    if (!this.#write(command.id, { ...command, by: this.participant })) this.#unkept.set(command.id, command);
  }

  /** Oldest first. */
  read(): WaitingCommand[] {
    const all = [...this.#stored(), ...this.#unkept.values()];
    return all.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** True if closing the tab loses nothing of it. */
  get isKept(): boolean {
    return this.#unkept.size === 0;
  }

  answered(id: string, refusal: string | null): void {
    if (this.#unkept.delete(id)) return;
    this.#write(id, { by: this.participant, answer: { refusal } });
    this.storage?.removeItem(this.#prefix + id);
  }

  #stored(): WaitingCommand[] {
    const { storage } = this;
    if (storage === null) return [];
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
    return keys
      .filter((key) => key.startsWith(this.#prefix))
      .flatMap((key) => {
        const kept = readKept(storage.getItem(key));
        if (kept === null || !isCommand(kept) || !this.#isOwn(kept)) return [];
        const { id, name, payload } = kept;
        return [{ id, name, payload } as WaitingCommand];
      });
  }

  #isOwn({ by }: Kept): boolean {
    return by === undefined || by === this.participant;
  }

  #write(id: string, kept: Kept): boolean {
    if (this.storage === null) return false;
    try {
      this.storage.setItem(this.#prefix + id, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  }
}

function readKept(text: string | null): Kept | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}

/** The server judges what is in it; here it only has to be one. */
function isCommand(value: object): value is WaitingCommand {
  return "id" in value && "name" in value && "payload" in value;
}

function localStorageIfAny(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function listenToWindow(listener: StorageListener): () => void {
  if (typeof window === "undefined") return () => {};
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}
