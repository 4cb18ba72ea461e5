/**
 * The address behind its "#": what of the board is looked at, as `key=value&...`. A link leads there, and so do Back and a reload. Nothing of it
 * reaches the server.
 */
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of [...listeners]) listener();
};

export function readAddress(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

/** @param how "step": Back returns to what was looked at before; "place": the same look, moved a little */
export function writeAddress(address: URLSearchParams, how: "step" | "place"): void {
  const text = address.toString();
  const url = `${location.pathname}${location.search}${text === "" ? "" : `#${text}`}`;
  if (how === "step") history.pushState(null, "", url);
  else history.replaceState(null, "", url);
  tell();
}

/** Calls when the address has changed, by us, by Back or by hand. */
export function onAddress(listener: () => void): () => void {
  if (listeners.size === 0) for (const event of EVENTS) addEventListener(event, tell);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) for (const event of EVENTS) removeEventListener(event, tell);
  };
}

const EVENTS = ["hashchange", "popstate"] as const;
