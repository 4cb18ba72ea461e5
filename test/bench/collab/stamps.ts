import * as Y from "yjs";

/** Frames that are looked up before one is decoded again: many clients of one process get the same bytes. */
const REMEMBERED = 16;

/** Which edits an update holds: each writer puts the edit's number into the x of the note it drags. */
export class Stamps {
  private readonly recent: { update: Uint8Array; edits: readonly number[] }[] = [];
  private next = 0;

  in(update: Uint8Array): readonly number[] {
    for (const known of this.recent) if (Buffer.compare(known.update, update) === 0) return known.edits;
    const edits = editsIn(update);
    this.recent[this.next] = { update: update.slice(), edits };
    this.next = (this.next + 1) % REMEMBERED;
    return edits;
  }
}

function editsIn(update: Uint8Array): number[] {
  const edits: number[] = [];
  for (const { content } of Y.decodeUpdate(update).structs as { content?: unknown }[])
    if (content instanceof Y.ContentAny)
      for (const value of content.arr as unknown[]) {
        const edit = (value as { x?: unknown } | null)?.x;
        if (typeof edit === "number") edits.push(edit);
      }
  return edits;
}
