import { useMemo, useSyncExternalStore } from "react";
import { onAddress, readAddress, writeAddress } from "../address";
import { isViewName, type ViewName } from "./names";

/** What stands open over the board, as the address says it: `view=experiment&item=<id>&...`. */
export interface View {
  name: ViewName;
  /** Everything that the address says of it: its item, its tab, its time. */
  params: URLSearchParams;
}

export function viewIn(address: URLSearchParams): View | null {
  const name = address.get("view");
  return isViewName(name) ? { name, params: address } : null;
}

/** The open view, or null. */
export function useView(): View | null {
  const hash = useSyncExternalStore(
    onAddress,
    () => location.hash,
    () => "",
  );
  return useMemo(() => viewIn(new URLSearchParams(hash.slice(1))), [hash]);
}

/** The open view as others can open it: its part of the address, without where the camera stands; null where none is open. */
export function openViewAddress(): string | null {
  return viewAddress(location.hash.slice(1));
}

/** The part of an address that names a view, always written alike; null where it names none. Anything may be in it. */
export function viewAddress(text: string): string | null {
  const address = new URLSearchParams(text);
  if (viewIn(address) === null) return null;
  address.delete("camera");
  return address.toString();
}

/** Opens what somebody else has open, or leaves what is open here where that is null. */
export function openLike(address: string | null): void {
  if (address === null) leaveView();
  else writeAddress(addressOf(Object.fromEntries(new URLSearchParams(address))), "step");
}

/** What had the focus on the board before a view took it. */
let origin: HTMLElement | null = null;

/** Opens a view in the place of the one that is open. `more` is the view's own: its item, its tab, its time. */
export function openView({ name, ...more }: { name: ViewName } & Readonly<Record<string, string>>): void {
  if (viewIn(readAddress()) === null)
    origin = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  writeAddress(addressOf({ view: name, ...more }), "step");
}

/** Changes what the open view shows; null takes a key out. Not a step of its own for Back, unless it is a new place. */
export function changeView(
  change: Readonly<Record<string, string | null>>,
  how: "step" | "place" = "place",
): void {
  const address = readAddress();
  if (viewIn(address) === null) return;
  for (const [key, value] of Object.entries(change)) {
    if (value === null) address.delete(key);
    else address.set(key, value);
  }
  writeAddress(address, how);
}

/** Back to the board, for something there that takes the focus itself. */
export function leaveView(): void {
  if (viewIn(readAddress()) !== null) writeAddress(addressOf({}), "step");
}

/** Back to the board, and to what had the focus there. */
export function closeView(): void {
  leaveView();
  const to = origin;
  origin = null;
  requestAnimationFrame(() => to?.focus());
}

/** Where the camera stands is the board's, whatever is open over it. */
function addressOf(keys: Readonly<Record<string, string>>): URLSearchParams {
  const address = new URLSearchParams(keys);
  const camera = readAddress().get("camera");
  if (camera !== null) address.set("camera", camera);
  return address;
}
