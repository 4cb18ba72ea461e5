import { expect, test } from "vitest";
import { paramFacts } from "./param-facts";

const param = { key: "k", label: "K", help: "Help." };

test("a number says its default and its range with their units", () => {
  expect(paramFacts({ ...param, type: "int", unit: "pages", min: 0, max: 4096, default: 128 })).toBe(
    "default 128 pages, 0 pages to 4,096 pages",
  );
  expect(paramFacts({ ...param, type: "bytes", min: 4096, max: 2 ** 20, default: 8192 })).toBe(
    "default 8 KiB, 4 KiB to 1 MiB",
  );
});

test("a choice says its default and what else there is", () => {
  const options = ["release", "keep", "never"].map((value) => ({ value, label: `to ${value}` }));
  expect(paramFacts({ ...param, type: "enum", options, default: "keep" })).toBe(
    "default to keep; or to release; or to never",
  );
  expect(paramFacts({ ...param, type: "bool", default: false })).toBe("default no; or yes");
});
