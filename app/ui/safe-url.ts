const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** The address if a link may lead there, else null: what others typed is never run. */
export function safeUrl(address: string): string | null {
  try {
    const url = new URL(address);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
