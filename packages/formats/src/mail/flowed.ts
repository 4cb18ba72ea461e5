import type { ByteText } from "./bytes";

/** MIME text whose format=flowed is taken off, so that the library leaves its lines alone, and what it said. */
export interface Unflowed {
  lines: ByteText[];
  isFlowed: boolean;
  delSp: boolean;
}

/**
 * The library joins flowed lines without regard to quotes, and a reply needs the lines as the author's mail program broke them. So the parameter is taken
 * off where it says how a part is read: in the head, and in the head of each part behind a boundary.
 */
export function takeFlowed(lines: readonly ByteText[]): Unflowed {
  const boundaries = new Set<string>();
  let isHead = true;
  let isFlowed = false;
  let delSp = false;
  const taken = lines.map((line) => {
    if (!isHead) {
      if (line.startsWith("--") && boundaries.has(line.slice(2).trimEnd())) isHead = true;
      return line;
    }
    if (line === "") {
      isHead = false;
      return line;
    }
    const boundary = /\bboundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(line);
    if (boundary !== null) boundaries.add(boundary[1] ?? boundary[2] ?? "");
    return line.replace(/\b(format|delsp)="?(flowed|yes)"?/gi, (_, name: string, value: string) => {
      if (name.toLowerCase() === "format") isFlowed = true;
      else if (value.toLowerCase() === "yes") delSp = true;
      return "x-was=y";
    });
  });
  return { lines: taken, isFlowed, delSp };
}

/**
 * Flowed text as it was seen when it was written: stuffed spaces and those that mark a soft break go, the breaks stay. With DelSp a single space at the
 * end stands inside a word (a long URL): there the lines are joined.
 */
export function unflow(text: string, delSp: boolean): string {
  const seen: string[] = [];
  let isJoined = false;
  for (const line of text.split("\n")) {
    const quote = /^>*/.exec(line)?.[0] ?? "";
    let inner = line.slice(quote.length);
    if (inner.startsWith(" ") && quote === "") inner = inner.slice(1);
    const isSignature = inner.trimStart() === "-- ";
    const isSoft = inner.endsWith(" ") && !isSignature;
    const isInWord = isSoft && delSp && /[^ ] $/.test(inner);
    const shown = isSoft ? inner.replace(/ +$/, "") : inner;
    const last = seen.length - 1;
    if (isJoined && last >= 0) seen[last] = (seen[last] ?? "") + shown.trimStart();
    else seen.push(quote + shown);
    isJoined = isInWord;
  }
  return seen.join("\n");
}
