import { CloseCode } from "@carveout/wire";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LinkHolders } from "./holders";
import { newLink } from "./links";

const DAY_MS = 24 * 3_600_000;

beforeEach(() => void vi.useFakeTimers({ now: 1000 }));
afterEach(() => void vi.useRealTimers());

test("who comes in while the link is being withdrawn goes out again; given back, it holds", () => {
  const holders = new LinkHolders();
  const link = newLink({ role: "editor" });
  const codes: number[] = [];
  const close = (code: number) => void codes.push(code);
  holders.withdraw(link.id);
  holders.hold(link, close);
  expect(codes).toEqual([CloseCode.Withdrawn]);
  holders.restore(link.id);
  holders.hold(link, close);
  expect(codes).toHaveLength(1);
});

test("who has left is not closed", () => {
  const holders = new LinkHolders();
  const link = newLink({ role: "editor", expiresAt: Date.now() + DAY_MS });
  const close = vi.fn();
  holders.hold(link, close)();
  holders.withdraw(link.id);
  vi.advanceTimersByTime(2 * DAY_MS);
  expect(close).not.toHaveBeenCalled();
});

test("a link expires at its time, however far away that is", () => {
  const holders = new LinkHolders();
  const close = vi.fn();
  // A timer of Node's takes at most 24.8 days.
  holders.hold(newLink({ role: "viewer", expiresAt: Date.now() + 60 * DAY_MS }), close);
  vi.advanceTimersByTime(60 * DAY_MS - 1);
  expect(close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(close).toHaveBeenCalledExactlyOnceWith(CloseCode.Expired, expect.stringMatching(/^The link .*\.$/));
});
