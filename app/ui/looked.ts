const key = (board: string) => `carveout-looked-${board}`;

/** When this browser last had a board open, ms since 1970; null if it never had. */
export function lastLooked(board: string): number | null {
  try {
    const text = localStorage.getItem(key(board));
    return text === null ? null : Number(text) || null;
  } catch {
    return null;
  }
}

/** Notes that it is open now. A browser that keeps nothing has simply never looked. */
export function noteLook(board: string): void {
  try {
    localStorage.setItem(key(board), String(Date.now()));
  } catch {}
}
