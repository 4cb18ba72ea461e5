const KEY = "carveout-name";

/** The name this browser's person gave before, or null. */
export function rememberedName(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Where storage is off, the next board asks again. */
export function rememberName(name: string): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    return;
  }
}
