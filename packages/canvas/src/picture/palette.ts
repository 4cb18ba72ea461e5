/** Tokens the engine itself draws with. */
export type BaseToken =
  | "canvas"
  | "canvas-dot"
  | "surface"
  | "sunken"
  | "hover"
  | "line"
  | "line-strong"
  | "ink"
  | "ink-2"
  | "ink-3"
  | "accent"
  | "accent-soft"
  | "err"
  | "note"
  | "note-ink"
  | "v-ink";

/** Resolved CSS colours by token; `readPalette` makes one from the custom properties. */
export type Palette = Readonly<Record<BaseToken, string>> & Readonly<Record<string, string>>;

/** CSS font families. */
export interface Fonts {
  /** Words. */
  sans: string;
  /** Figures, addresses, hashes. */
  mono: string;
}

const BASE: readonly BaseToken[] = [
  "canvas",
  "canvas-dot",
  "surface",
  "sunken",
  "hover",
  "line",
  "line-strong",
  "ink",
  "ink-2",
  "ink-3",
  "accent",
  "accent-soft",
  "err",
  "note",
  "note-ink",
  "v-ink",
];

/** Tokens only pictures and people use. */
const DATA: readonly string[] = [
  ...["ok", "ok-soft", "warn", "warn-soft", "err-soft", "accent-ink"],
  ...["v-a", "v-b", "v-c", "v-d", "v-e", "v-f"],
  ...["p-1", "p-2", "p-3", "p-4", "p-5", "p-6"],
  ...[
    "k-use",
    "k-free",
    "k-unmov",
    "k-mov",
    "k-recl",
    "k-shadow",
    "k-origin",
    "k-ext",
    "k-cma",
    "k-tag",
    "k-resv",
    "k-hole",
  ],
];

/**
 * The custom properties of the design language as resolved colours, for the colour scheme that holds on `host`.
 *
 * A custom property keeps its text ("light-dark(...)"), so each is resolved as the colour of a probe element.
 */
export function readPalette(host: HTMLElement): Palette {
  const probe = host.ownerDocument.createElement("span");
  probe.style.display = "none";
  host.append(probe);
  const style = getComputedStyle(probe);
  const read = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return style.color;
  };
  const palette = Object.fromEntries([...BASE, ...DATA].map((token) => [token, read(token)]));
  probe.remove();
  return palette as Palette;
}
