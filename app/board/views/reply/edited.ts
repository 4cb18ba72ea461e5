/** A reply that somebody has rewritten, kept in this browser: it is theirs until it is sent. */
export interface Edited {
  text: string;
  /** What the board made of the remarks when it was begun. */
  of: string;
}

const key = (board: string, item: string, mail: string) => `carveout-reply-${board}-${item}-${mail}`;

export function readEdited(board: string, item: string, mail: string): Edited | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key(board, item, mail)) ?? "null");
    if (typeof value !== "object" || value === null) return null;
    const { text, of } = value as Partial<Record<keyof Edited, unknown>>;
    return typeof text === "string" && typeof of === "string" ? { text, of } : null;
  } catch {
    return null;
  }
}

/** null forgets it. */
export function keepEdited(board: string, item: string, mail: string, edited: Edited | null): void {
  try {
    if (edited === null) localStorage.removeItem(key(board, item, mail));
    else localStorage.setItem(key(board, item, mail), JSON.stringify(edited));
  } catch {
    // Full or switched off: it lives as long as the view.
  }
}
