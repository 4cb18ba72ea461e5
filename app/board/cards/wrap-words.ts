/** Breaks text into lines of at most `columns` characters at spaces; a longer word is cut. Its own line breaks stay. */
export function wrapWords(text: string, columns: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      const next = line === "" ? word : `${line} ${word}`;
      if (next.length <= columns) line = next;
      else {
        if (line !== "") lines.push(line);
        line = word;
        for (; line.length > columns; line = line.slice(columns)) lines.push(line.slice(0, columns));
      }
    }
    return [...lines, line];
  });
}
