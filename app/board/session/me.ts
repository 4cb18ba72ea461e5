/** Set by the server with each page, beside the cookie that no script can read: who that one says this is. */
const COOKIE = "carveout_who";

/** The participant that this page was opened as, null where the server has not said. */
export function participantHere(): string | null {
  return new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(document.cookie)?.[1] ?? null;
}
