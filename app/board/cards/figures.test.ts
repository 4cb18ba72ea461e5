import { expect, test } from "vitest";
import {
  bothForms,
  counted,
  hexText,
  ordinal,
  percentText,
  reachedText,
  secondsText,
  sizeText,
} from "./figures";

test("sizes keep one decimal and the unit of their whole", () => {
  expect(sizeText(73_020 * 4096)).toBe("285.2 MiB");
  expect(sizeText(558 * 1024 ** 2)).toBe("558.0 MiB");
  expect(sizeText(-512 * 1024 ** 2)).toBe("−512.0 MiB");
  expect(sizeText(1024 ** 2, 256 * 1024 ** 3)).toBe("0.0 GiB");
  expect(sizeText(3 * 1024 ** 3, 256 * 1024 ** 3)).toBe("3.0 GiB");
});

test("both forms", () => {
  expect(bothForms(73_020, 4096)).toBe("73,020 pages (285.2 MiB)");
  expect(bothForms(1, 65_536)).toBe("1 page (0.1 MiB)");
});

test("percentages", () => {
  expect(percentText(73_020, 262_014)).toBe("27.9 %");
  expect(percentText(5, 0)).toBe("0.0 %");
});

test("times", () => {
  expect(secondsText(6214)).toBe("6.214 s");
  expect(reachedText(6400, 10_000)).toBe("6.4 of 10 s");
  expect(reachedText(0, 2500)).toBe("0.0 of 2.5 s");
});

test.each([
  [1, "1st"],
  [2, "2nd"],
  [3, "3rd"],
  [4, "4th"],
  [11, "11th"],
  [12, "12th"],
  [21, "21st"],
  [113, "113th"],
])("%i is %s", (n, text) => expect(ordinal(n)).toBe(text));

test("counts and addresses", () => {
  expect(counted(1, "warning")).toBe("1 warning");
  expect(counted(1200, "failure")).toBe("1,200 failures");
  expect(hexText(0x3ffe0000)).toBe("0x3ffe0000");
});
