import type { Font } from "../draw/list";
import type { TextRuler } from "../draw/text";

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
