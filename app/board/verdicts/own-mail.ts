const KEY = "carveout-mail";

/** The mail address this browser's person wants in their trailers; "" = none, or not asked yet. It leaves the browser with a verdict only. */
export function rememberedMail(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** Where storage is off, the next verdict asks again. */
export function rememberMail(mail: string): void {
  try {
    localStorage.setItem(KEY, mail);
  } catch {
    return;
  }
}
