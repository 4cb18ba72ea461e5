import { lexer, type Token } from "marked";

/** The words of a Markdown text on one line, without its marks: for an excerpt, where none of them would be drawn. */
export function plainText(markdown: string): string {
  try {
    return lexer(markdown, { gfm: true }).map(wordsOf).join(" ").replace(/\s+/g, " ").trim();
  } catch {
    // So deeply nested that it can't be taken apart: as it was written.
    return markdown;
  }
}

function wordsOf(token: Token): string {
  if (token.type === "list") return (token.items as Token[]).map(wordsOf).join(" ");
  if ("tokens" in token && token.tokens !== undefined) return token.tokens.map(wordsOf).join("");
  if (token.type === "space" || token.type === "br") return " ";
  return "text" in token ? token.text : token.raw;
}
