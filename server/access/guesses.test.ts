import { expect, test } from "vitest";
import { Guesses, TooManyGuesses } from "./guesses";

test("who guesses has to wait, and who was right before goes on from the same address", () => {
  const guesses = new Guesses();
  const isBarred = (address: string, token: string, now: number) => {
    try {
      guesses.check(address, token, now);
      return false;
    } catch (error) {
      expect(error).toBeInstanceOf(TooManyGuesses);
      return true;
    }
  };
  guesses.noteRight("a colleague's");
  let tried = 0;
  for (let now = 0; now < 50_000 && !isBarred("here", `guess ${tried}`, now); now += 10, tried++)
    guesses.noteWrong("here", now);
  expect(tried).toBe(60);
  expect(isBarred("here", "a colleague's", 1000)).toBe(false);
  expect(isBarred("there", "any", 1000)).toBe(false);
  expect(isBarred("here", "the right one, at last", 59_999)).toBe(true);
  expect(isBarred("here", "the right one, at last", 60_000)).toBe(false);
});

test("its memory is bounded, however many addresses there are", () => {
  const guesses = new Guesses();
  for (let n = 0; n < 30_000; n++) {
    guesses.noteWrong(`address ${n}`, 0);
    guesses.noteRight(`token ${n}`);
  }
  const sizes = Object.values(guesses as unknown as Record<string, { size: number }>).map(({ size }) => size);
  expect(sizes).toEqual([10_000, 10_000]);
});
