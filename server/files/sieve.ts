/** A place in JSON: keys from the outermost object inwards. */
export type Keys = readonly string[];

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What is open around a byte: an object with the key it is at, or a list. */
type Holder = { key: string | null } | "list";

/**
 * Takes the strings of one object out of JSON while it comes in: a board's file may carry 256 MiB of pictures, and what is left without them is small
 * enough to be parsed at once. Looks at no more of the JSON than it has to; what is left of it has "" in their places, and is JSON exactly if all was.
 */
export class Sieve {
  private readonly holders: Holder[] = [];
  private inString: "key" | "value" | "taken" | null = null;
  private isEscaped = false;
  private isKeyNext = false;
  /** The string that is being read, where it matters. */
  private pieces: Buffer[] = [];
  private pieceBytes = 0;

  /** @param maxTaken bytes; a longer string is left where it is. */
  constructor(
    private readonly object: Keys,
    private readonly maxTaken: number,
  ) {}

  /** What is left of a piece of the JSON, and the strings that ended in it, as they were written. */
  *through(chunk: Buffer): Generator<{ left: Buffer } | { key: string; taken: Buffer }> {
    let from = 0;
    for (let at = 0; at < chunk.length; ) {
      if (this.inString === null) this.between(chunk[at++] ?? 0);
      else {
        const { inString } = this;
        const end = this.endOfString(chunk, at);
        if (inString === "taken") {
          if (at > from) yield { left: chunk.subarray(from, at) };
          from = end;
        }
        if (inString !== "value") this.collect(chunk.subarray(at, end));
        at = end;
        if (inString === "taken" && this.pieceBytes > this.maxTaken) {
          // No picture is that long: who reads what is left sees it, and finds that out.
          yield { left: Buffer.concat(this.pieces) };
          this.forget();
          this.inString = "value";
        } else if (end < chunk.length) {
          const text = this.pieces;
          this.inString = null;
          at = end + 1;
          if (inString === "taken") yield { key: this.key() ?? "", taken: Buffer.concat(text) };
          if (inString === "key") this.setKey(Buffer.concat(text).toString());
          this.forget();
        }
      }
    }
    if (from < chunk.length) yield { left: chunk.subarray(from) };
  }

  private between(byte: number): void {
    if (byte === OPEN_OBJECT) this.holders.push({ key: null });
    else if (byte === OPEN_LIST) this.holders.push("list");
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.holders.pop();
    if (byte === OPEN_OBJECT || byte === COMMA) this.isKeyNext = this.holders.at(-1) !== "list";
    if (byte !== QUOTE) return;
    this.inString = this.isKeyNext ? "key" : this.isTaken() ? "taken" : "value";
    this.isKeyNext = false;
  }

  /** Where the string that is open ends in the chunk: at its quote, or with the chunk. */
  private endOfString(chunk: Buffer, start: number): number {
    let at = start;
    while (at < chunk.length) {
      if (this.isEscaped) {
        this.isEscaped = false;
        at++;
        continue;
      }
      const quote = chunk.indexOf(QUOTE, at);
      const end = quote < 0 ? chunk.length : quote;
      const backslash = chunk.subarray(at, end).indexOf(BACKSLASH);
      if (backslash < 0) return end;
      this.isEscaped = true;
      at += backslash + 1;
    }
    return chunk.length;
  }

  private collect(piece: Buffer): void {
    this.pieces.push(piece);
    this.pieceBytes += piece.length;
  }

  private forget(): void {
    this.pieces = [];
    this.pieceBytes = 0;
  }

  private key(): string | null {
    const holder = this.holders.at(-1);
    return holder === undefined || holder === "list" ? null : holder.key;
  }

  private setKey(written: string): void {
    const holder = this.holders.at(-1);
    if (holder !== undefined && holder !== "list") holder.key = unescaped(written);
  }

  private isTaken(): boolean {
    return (
      this.holders.length === this.object.length + 1 &&
      this.holders.every(
        (holder, depth) =>
          holder !== "list" && (depth === this.object.length || holder.key === this.object[depth]),
      )
    );
  }
}

/** A string as JSON means it; as it was written where it is none, which whoever parses what is left finds out. */
export function unescaped(written: string): string {
  if (!written.includes("\\")) return written;
  try {
    return JSON.parse(`"${written}"`) as string;
  } catch {
    return written;
  }
}
