import type { BoardLink } from "@carveout/wire";
import { expect, test } from "vitest";
import { linkWords } from "./link-words";

const now = new Date(2026, 5, 10, 12, 0);
const minutes = (n: number) => now.getTime() + n * 60_000;
const link: BoardLink = {
  id: "l",
  role: "editor",
  name: "",
  madeBy: null,
  madeAt: minutes(-60),
  expiresAt: null,
  usedAt: null,
  isYours: false,
  address: "",
};

test("a link tells where it comes from, when it was used and when it ends", () => {
  expect(linkWords(link, now)).toBe("came with the board · not used yet");
  expect(
    linkWords({ ...link, madeBy: "Ann", usedAt: minutes(-5), expiresAt: minutes(24 * 60 + 30) }, now),
  ).toBe("made by Ann 1 h ago · used 5 min ago · expires 11 Jun, 12:30");
});
