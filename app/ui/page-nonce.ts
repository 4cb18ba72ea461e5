/** What the page's policy lets a style sheet stand in the document by, for libraries that write one; "" where there is no policy. */
export function pageNonce(): string {
  // The attribute itself is hidden from style sheets and reads as empty; the property is there for scripts.
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
}
