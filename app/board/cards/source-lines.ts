/** A line of Markdown as it is drawn where nothing can be marked: without its marks, how large and how bold. */
export interface SourceLine {
  text: string;
  isBold: boolean;
  /** Against running text. */
  scale: number;
}

const HEADING_SCALES = [1.4, 1.2, 1];

export function sourceLines(source: string): SourceLine[] {
  return source.split("\n").map((line) => {
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (heading === null) return { text: plainWords(line), isBold: false, scale: 1 };
    const [, marks = "", words = ""] = heading;
    return { text: plainWords(words), isBold: true, scale: HEADING_SCALES[marks.length - 1] ?? 1 };
  });
}

function plainWords(line: string): string {
  return line
    .replace(/^(\s*)[-*+]\s+/, "$1• ")
    .replace(/^\s*>\s?/, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__|~~|`)(.+?)\1/g, "$2");
}
