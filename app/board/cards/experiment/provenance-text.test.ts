import { expect, test } from "vitest";
import { provenanceText } from "./provenance-text";

test("the copied text reproduces every run", () => {
  const run = "9f3c41ae".repeat(8);
  const text = provenanceText("KMSAN", [{ letter: "A", run, core: "0.1.0" }], 42);
  expect(text).toBe(`A  ${run}\n   seed 42, core 0.1.0\n   carveout run kmsan.json --variant A --seed 42\n`);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(72);
});
