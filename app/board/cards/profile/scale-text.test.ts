import { expect, test } from "vitest";
import { scaleText } from "./scale-text";

test.each([
  [1024 ** 3 / 316, "3.2 MiB"],
  [512 * 1024 ** 2, "510 MiB"],
  [820_000, "800 KiB"],
  [100, "100 B"],
])("%d bytes a pixel", (bytes, text) => expect(scaleText(bytes)).toBe(text));
