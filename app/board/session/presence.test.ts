import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import type { Identity } from "./identity";
import { Presence } from "./presence";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const identity: Identity = {
  participant: "me",
  name: "Ada",
  isVerified: false,
  colour: 1,
  role: "editor",
  core: "0",
};

function aRoom() {
  const [mine, theirs] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc())];
  const presence = new Presence(mine);
  presence.setIdentity({ ...identity });
  let sent = 0;
  let woken = 0;
  mine.on("update", (_: unknown, origin: unknown) => {
    if (origin === "local") sent++;
  });
  presence.people.subscribe(() => woken++);
  const say = (state: Record<string, unknown>) => {
    theirs.setLocalState(state);
    applyAwarenessUpdate(mine, encodeAwarenessUpdate(theirs, [theirs.clientID]), "other");
  };
  const end = () => {
    for (const one of [mine, theirs]) one.destroy();
    presence.destroy();
  };
  return { presence, mine, say, end, sent: () => sent, woken: () => woken };
}

test("a pointer that nobody sees is not sent; whoever comes is told where it is", () => {
  const { presence, mine, say, sent, end } = aRoom();
  for (let x = 0; x < 10; x++) {
    presence.set({ cursor: { x, y: 1 } });
    vi.advanceTimersByTime(50);
  }
  expect(sent()).toBe(0);
  say({ user: { id: "ben", name: "Ben", colour: 2 } });
  vi.advanceTimersByTime(50);
  expect(sent()).toBe(1);
  expect(mine.getLocalState()).toMatchObject({ cursor: { x: 9, y: 1 } });
  presence.set({ cursor: { x: 20, y: 1 } });
  vi.advanceTimersByTime(50);
  expect(mine.getLocalState()).toMatchObject({ cursor: { x: 20, y: 1 } });
  end();
});

test("who is here is not read again because one's own pointer moves", () => {
  const { presence, say, woken, end } = aRoom();
  say({ user: { id: "ben", name: "Ben", colour: 2 } });
  vi.advanceTimersByTime(50);
  const before = woken();
  presence.set({ cursor: { x: 1, y: 1 } });
  vi.advanceTimersByTime(50);
  expect(woken()).toBe(before);
  say({ user: { id: "ben", name: "Ben", colour: 2 }, cursor: { x: 5, y: 5 } });
  expect(presence.people.get().find(({ id }) => id === "ben")?.cursor).toEqual({ x: 5, y: 5 });
  presence.setIdentity({ ...identity, name: "Ada L." });
  expect(presence.people.get().find(({ isMe }) => isMe)?.name).toBe("Ada L.");
  end();
});
