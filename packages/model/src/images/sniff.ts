export type ImageType = "image/png" | "image/jpeg" | "image/gif" | "image/webp";

export interface Sniffed {
  type: ImageType;
  /** The picture's own pixels. */
  w: number;
  h: number;
}

/**
 * What a picture is by its first bytes, whatever its sender calls it; null for what is none of the four kinds that browsers only draw. SVG is none
 * of them: it is a document that may run.
 */
export function sniffImage(bytes: Uint8Array): Sniffed | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length));
  const sniffed = png(view, text) ?? gif(view, text) ?? webp(view, text) ?? jpeg(view);
  return sniffed !== null && sniffed.w > 0 && sniffed.h > 0 ? sniffed : null;
}

type Text = (at: number, length: number) => string;

function png(view: DataView, text: Text): Sniffed | null {
  if (view.byteLength < 24 || text(0, 8) !== "\x89PNG\r\n\x1a\n" || text(12, 4) !== "IHDR") return null;
  return { type: "image/png", w: view.getUint32(16), h: view.getUint32(20) };
}

function gif(view: DataView, text: Text): Sniffed | null {
  if (view.byteLength < 10 || !/^GIF8[79]a$/.test(text(0, 6))) return null;
  return { type: "image/gif", w: view.getUint16(6, true), h: view.getUint16(8, true) };
}

/** Three forms: lossy, lossless, and extended with its own size of the canvas. */
function webp(view: DataView, text: Text): Sniffed | null {
  if (view.byteLength < 30 || text(0, 4) !== "RIFF" || text(8, 4) !== "WEBP") return null;
  const type = "image/webp";
  switch (text(12, 4)) {
    case "VP8 ":
      if (text(23, 3) !== "\x9d\x01\x2a") return null;
      return { type, w: view.getUint16(26, true) & 0x3fff, h: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      if (view.getUint8(20) !== 0x2f) return null;
      const bits = view.getUint32(21, true);
      return { type, w: (bits & 0x3fff) + 1, h: ((bits >> 14) & 0x3fff) + 1 };
    }
    case "VP8X": {
      const side = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000 + 1;
      return { type, w: side(24), h: side(27) };
    }
    default:
      return null;
  }
}

/** The size stands in the first start-of-frame segment, behind any number of others. */
function jpeg(view: DataView): Sniffed | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // A marker may be led by any number of fill bytes.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { type: "image/jpeg", w: view.getUint16(at + 7), h: view.getUint16(at + 5) };
    const isBare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    at += isBare ? 2 : 2 + view.getUint16(at + 2);
  }
  return null;
}
