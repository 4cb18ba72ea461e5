import type { PersonColour } from "../../session";

/** A range of a mail's text, in characters from its start. */
export interface TextRange {
  start: number;
  end: number;
}

/** A range that something is said or being said about. */
export type Mark = TextRange &
  (
    | { kind: "thread"; id: string; number: number; isActive: boolean; isResolved: boolean }
    | { kind: "draft" }
    | { kind: "peer"; name: string; colour: PersonColour }
  );

/** A piece of a line with what covers it. */
export interface Piece {
  text: string;
  marks: readonly Mark[];
  /** Marks that end with this piece. */
  ends: readonly Mark[];
  /** Marks that start with it. */
  starts: readonly Mark[];
}

/** A line cut where marks start and end. The pieces joined are the line. */
export function cutLine(line: { text: string; start: number }, marks: readonly Mark[]): Piece[] {
  const { text, start } = line;
  const end = start + text.length;
  const here = marks.filter((mark) => mark.start < end && mark.end > start);
  if (here.length === 0) return [{ text, marks: [], ends: [], starts: [] }];
  const cuts = new Set([start, end]);
  for (const mark of here) {
    cuts.add(Math.max(start, mark.start));
    cuts.add(Math.min(end, mark.end));
  }
  const points = [...cuts].sort((a, b) => a - b);
  return points.slice(0, -1).map((from, index) => {
    const to = points[index + 1] ?? end;
    const covering = here.filter((mark) => mark.start < to && mark.end > from);
    return {
      text: text.slice(from - start, to - start),
      marks: covering,
      ends: covering.filter((mark) => mark.end === to || (to === end && mark.end === end + 1)),
      starts: covering.filter((mark) => mark.start === from),
    };
  });
}

/** Where somebody has text selected, as their presence tells it: a place in the proposal like any other field. */
export function selectionPlace(mail: string, { start, end }: TextRange): string {
  return `mails.${mail}.${start}-${end}`;
}

/** The range of such a place in this mail, or null. Anything may be in it. */
export function rangeOfPlace(mail: string, place: string): TextRange | null {
  const prefix = `mails.${mail}.`;
  const match = place.startsWith(prefix) ? /^(\d{1,9})-(\d{1,9})$/.exec(place.slice(prefix.length)) : null;
  if (match === null) return null;
  const range = { start: Number(match[1]), end: Number(match[2]) };
  return range.start < range.end ? range : null;
}
