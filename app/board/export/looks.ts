import { type Fonts, type Palette, readPalette } from "@carveout/canvas";

/** The fonts by the names that other programs know them under, then common ones that are no wider: where ours are missing, no text runs over. */
export const NAMED_FONTS: Fonts = {
  sans: "Inter, Helvetica Neue, Arial, Liberation Sans, sans-serif",
  mono: "JetBrains Mono, Menlo, Consolas, Liberation Mono, monospace",
};

/** A file is read on paper and in mails: the light colours, whatever the screen shows. */
export function lightLooks(): { palette: Palette; fonts: Fonts } {
  const host = document.createElement("div");
  host.style.cssText = "color-scheme: light; font-family: var(--sans)";
  document.body.append(host);
  const palette = readPalette(host);
  const sans = getComputedStyle(host).fontFamily;
  host.style.fontFamily = "var(--mono)";
  const mono = getComputedStyle(host).fontFamily;
  host.remove();
  return { palette, fonts: { sans, mono } };
}
