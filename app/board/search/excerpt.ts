/** Characters shown before the first word that was found. */
const LEAD = 24;
const LENGTH = 90;

/** The query's words in lower case. */
export function wordsOf(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether all words stand somewhere in a text, in any order. */
export function holds(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}

/** The part of a text around the first of the words, on one line. */
export function excerpt(text: string, words: readonly string[]): string {
  const line = text.replace(/\s+/g, " ").trim();
  const lower = line.toLowerCase();
  const first = Math.min(...words.map((word) => lower.indexOf(word)).filter((at) => at >= 0));
  const start = Number.isFinite(first) && first > LEAD ? first - LEAD : 0;
  const part = line.slice(start, start + LENGTH);
  return `${start > 0 ? "…" : ""}${part}${start + LENGTH < line.length ? "…" : ""}`;
}
