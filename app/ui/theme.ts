/** Light or dark; no cookie means as the system has it. A cookie, so that the server's first bytes have the right colours already. */
export const THEME_COOKIE = "carveout-theme";

export type Theme = "light" | "dark";
export type ThemeChoice = Theme | "system";

const YEAR_S = 365 * 24 * 3600;

export function isTheme(value: unknown): value is Theme {
  return value === "light" || value === "dark";
}

export function chosenTheme(): ThemeChoice {
  const theme = document.documentElement.dataset.theme;
  return isTheme(theme) ? theme : "system";
}

/** Takes effect at once and stays for this browser. */
export function chooseTheme(choice: ThemeChoice): void {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset.theme;
  else root.dataset.theme = choice;
  const age = choice === "system" ? 0 : YEAR_S;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where this must work
  document.cookie = `${THEME_COOKIE}=${choice}; path=/; max-age=${age}; samesite=lax`;
}

/** Calls when light turns to dark or back, by choice or by the system. Returns the way to stop. */
export function onThemeChange(listener: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = new MutationObserver(listener);
  root.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  system.addEventListener("change", listener);
  return () => {
    root.disconnect();
    system.removeEventListener("change", listener);
  };
}
