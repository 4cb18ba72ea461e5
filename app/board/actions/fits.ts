/** Whether a text has a word that starts with each word of the query, in any order. */
export function fits(query: string, text: string): boolean {
  const words = ` ${text.toLowerCase()}`;
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => words.includes(` ${word}`));
}
