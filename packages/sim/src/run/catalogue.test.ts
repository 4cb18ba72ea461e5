import { expect, test } from "vitest";
import { FAMILIES } from "../strategies";
import { catalogue, families } from "./catalogue";

test("every family asks one question and has strategies that carry its name", () => {
  const names = families().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("kmsan");
  for (const { title, question } of families()) {
    expect(title).toMatch(/^\S.*[^.?]$/);
    expect(question).toMatch(/^[A-Z].*\?$/);
  }
  for (const { name, strategies } of FAMILIES) {
    expect(strategies.length).toBeGreaterThan(0);
    for (const { description } of strategies) expect(description.family).toBe(name);
  }
});

test("every formula names where it comes from", () => {
  for (const { formulas = [] } of catalogue())
    for (const { text, source } of formulas) {
      expect(text).toMatch(/[=<>≤≥]/);
      expect(source).not.toBe("");
    }
});
