import { onAddress, readAddress, writeAddress } from "../address";
import { currentThread, onOpenThread, openThread } from "./open";

/** Keeps the open thread and the address the same: a link leads to a thread, and so does Back. Returns the way to stop. */
export function followThreadAddress(): () => void {
  const fromAddress = () => {
    const id = readAddress().get("thread");
    if (id !== null && id !== openId()) openThread(id);
  };
  const toAddress = () => {
    const address = readAddress();
    const id = openId();
    if (address.get("thread") === id) return;
    if (id === null) address.delete("thread");
    else address.set("thread", id);
    writeAddress(address, "place");
  };
  fromAddress();
  const stops = [onAddress(fromAddress), onOpenThread(toAddress)];
  return () => {
    for (const stop of stops) stop();
  };
}

function openId(): string | null {
  const thread = currentThread()?.thread;
  return thread !== undefined && "id" in thread ? thread.id : null;
}
