import { expect, test } from "vitest";
import { scaleOf } from "./quantity-scale";

const MIB = 1024 ** 2;
const PAGE = 4096;

test("pages are read in MiB, large memory in GiB, little of it in pages", () => {
  const mid = scaleOf("pages", 73_020, PAGE);
  expect([mid.name, 73_020 / mid.divisor]).toEqual(["MiB", 73_020 / 256]);
  expect(mid.formatExact(73_020 / mid.divisor)).toBe("73,020 pages (285.2 MiB)");
  expect(mid.formatCell(73_020 / mid.divisor)).toBe("73,020 (285.2)");
  expect(scaleOf("pages", 64 * 2 ** 18, PAGE).name).toBe("GiB");
  const few = scaleOf("pages", 200, PAGE);
  expect([few.name, few.formatExact(3)]).toEqual(["pages", "3 pages (0.0 MiB)"]);
});

test("bytes take the largest unit that leaves at least one of them", () => {
  const scale = scaleOf("bytes", 3 * MIB, PAGE);
  expect([scale.name, scale.max]).toEqual(["MiB", 3]);
  expect(scale.formatExact(1.5)).toBe("1,572,864 B (1.5 MiB)");
  expect(scaleOf("bytes", 0, PAGE).name).toBe("B");
});

test("a percentage has the whole as its top, a count its largest value", () => {
  expect(scaleOf("percent", 12, PAGE)).toMatchObject({ max: 100, name: "%" });
  expect(scaleOf("percent", 12, PAGE).formatExact(12.34)).toBe("12.3 %");
  expect(scaleOf("count", 12, PAGE)).toMatchObject({ max: 12, name: "" });
});

test("a large count is read in thousands or millions, and exactly to the last one", () => {
  const walked = scaleOf("count", 9_437_184, PAGE);
  expect([walked.name, walked.formatEnd(walked.max)]).toEqual(["million", "9.4"]);
  expect(walked.formatExact(9_437_184 / walked.divisor)).toBe("9,437,184");
  expect(scaleOf("count", 25_026, PAGE).name).toBe("thousand");
});
