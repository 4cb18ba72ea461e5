const KEY = "carveout-letter-keys";

/** Whether single letters choose tools. Who dictates or types with a switch turns them off (WCAG 2.1.4). Kept for this browser. */
export function areLetterKeysOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

export function setLetterKeys(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "off");
  } catch {
    return;
  }
}
