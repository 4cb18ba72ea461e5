import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Shield } from "./shield";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aShield() {
  const element = { hidden: true, style: { cursor: "" } };
  return { element, shield: new Shield(element) };
}

test("lies there while the wheel turns, and 150 ms after its last turn", () => {
  const { element, shield } = aShield();
  shield.raise();
  expect(element.hidden).toBe(false);
  vi.advanceTimersByTime(100);
  shield.raise();
  vi.advanceTimersByTime(149);
  expect(element.hidden).toBe(false);
  vi.advanceTimersByTime(1);
  expect(element.hidden).toBe(true);
});

test("goes as soon as the pointer moves", () => {
  const { element, shield } = aShield();
  shield.raise();
  shield.lower();
  expect(element.hidden).toBe(true);
  shield.raise();
  expect(element.hidden).toBe(false);
});

test("shows every cursor but that of the cards", () => {
  const { element, shield } = aShield();
  shield.cursor = "crosshair";
  expect(element).toEqual({ hidden: false, style: { cursor: "crosshair" } });
  shield.lower();
  expect(element.hidden).toBe(false);
  shield.cursor = "default";
  expect(element.hidden).toBe(true);
});
