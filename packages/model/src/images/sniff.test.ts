import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sniffImage } from "./sniff";

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : part)),
  );
const zeros = (count: number) => Array.from({ length: count }, () => 0);

const PNG = bytes("\x89PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR", [0, 0, 2, 128, 0, 0, 1, 224], zeros(5));
const GIF = bytes("GIF89a", [64, 1, 200, 0], zeros(4));
const JPEG = bytes(
  [0xff, 0xd8, 0xff, 0xe0, 0, 6],
  "JFIF",
  [0xff, 0xff, 0xc2, 0, 11, 8, 1, 224, 2, 128, 3],
  zeros(8),
);
const LOSSY = bytes(
  "RIFF",
  zeros(4),
  "WEBPVP8 ",
  zeros(4),
  [0, 0, 0, 0x9d, 1, 0x2a, 128, 2, 224, 1],
  zeros(4),
);
const LOSSLESS = bytes("RIFF", zeros(4), "WEBPVP8L", zeros(4), [0x2f, 127, 194, 119, 0], zeros(8));
const EXTENDED = bytes("RIFF", zeros(4), "WEBPVP8X", zeros(4), zeros(4), [127, 2, 0, 223, 1, 0], zeros(4));

describe("a picture's type and size", () => {
  test("are read from its first bytes", () => {
    expect(sniffImage(PNG)).toEqual({ type: "image/png", w: 640, h: 480 });
    expect(sniffImage(GIF)).toEqual({ type: "image/gif", w: 320, h: 200 });
    expect(sniffImage(JPEG)).toEqual({ type: "image/jpeg", w: 640, h: 480 });
    for (const webp of [LOSSY, LOSSLESS, EXTENDED])
      expect(sniffImage(webp)).toEqual({ type: "image/webp", w: 640, h: 480 });
  });

  test("are none for what a browser might run, and for what only begins like a picture", () => {
    for (const text of [
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      "<html><script>",
      "%PDF-1.7",
      "",
      "GIF89",
      "BM",
    ])
      expect(sniffImage(bytes(text))).toBeNull();
    for (const picture of [PNG, JPEG, LOSSY]) expect(sniffImage(picture.subarray(0, 9))).toBeNull();
    expect(sniffImage(bytes("\x89PNG\r\n\x1a\n", zeros(4), "IHDR", zeros(12)))).toBeNull();
  });

  test("of anything are found or not, without an error and without end", () => {
    const start = fc.constantFrom(PNG, GIF, JPEG, LOSSY, LOSSLESS, EXTENDED, bytes([0xff, 0xd8]));
    fc.assert(
      fc.property(start, fc.nat(40), fc.uint8Array({ maxLength: 60 }), (picture, kept, rest) => {
        const sniffed = sniffImage(bytes([...picture.subarray(0, kept)], [...rest]));
        if (sniffed !== null) expect(sniffed.w * sniffed.h).toBeGreaterThan(0);
      }),
    );
  });
});
