import type { Font } from "../picture/list";
import type { TextRuler } from "../picture/text";
import type { Size } from "../plane/geometry";

/** The text in lines that fit, broken between words; a word that fits no line is left long. */
export function wrapped(text: string, font: Font, width: number, ruler: TextRuler): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && ruler.width(longer, font) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  });
}

/** No character is wider than this, in parts of the font's size. */
const WIDEST = 1.1;

/** Room that wrapped text takes, at most, without measuring it. */
export function roomOf(text: string, font: Font, width: number, lineHeight: number): Size {
  const across = (characters: number): number => characters * font.size * WIDEST;
  const paragraphs = text.split("\n");
  const longestWord = Math.max(...text.split(/\s/).map((word) => word.length));
  // Two lines together are longer than one may be, and each has a word.
  const most = (line: string): number =>
    width > 0 ? Math.floor((2 * across(line.length)) / width) + 1 : Number.POSITIVE_INFINITY;
  const lines = paragraphs.map((line) => Math.min(line.split(" ").length, most(line)));
  return {
    w: Math.max(width, across(longestWord)),
    h: lines.reduce((sum, n) => sum + n, 0) * lineHeight,
  };
}
