/** Whether a text is meant to be a board's JSON: it says so itself, near its start. What is wrong with it, its reader tells. */
export function isBoardFile(text: string): boolean {
  return /^\s*\{/.test(text) && /"carveout"\s*:/.test(text.slice(0, 2000));
}
