import type { Drawing } from "../picture/picture";

/** `href` is an address of the board's own server. */
export function imageDrawing(href: string, title: string): Drawing {
  return {
    tone: "drawing",
    title,
    mounts: false,
    isSameAtAnyZoom: true,
    draw: (size) => [
      { op: "fill", x: 0, y: 0, ...size, fill: "sunken" },
      { op: "image", href, x: 0, y: 0, ...size },
    ],
  };
}
