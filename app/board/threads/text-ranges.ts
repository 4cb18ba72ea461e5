import type { ItemId, ThreadAnchor } from "@carveout/model";
import { fromBase64, toBase64 } from "lib0/buffer";
import * as Y from "yjs";

type TextAnchor = Extract<ThreadAnchor, { at: "text" }>;

/** The anchor of a range of an item's text: it moves with its characters. */
export function textAnchor(item: ItemId, text: Y.Text, from: number, to: number): TextAnchor {
  // What is written at either end is no part of what was spoken of.
  const at = (index: number, side: number) =>
    toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index, side)));
  return { at: "text", item, start: at(from, 0), end: at(to, -1) };
}

/** Where a range is now; null once its characters, or its text, are gone. */
export function rangeOf(anchor: TextAnchor, text: Y.Text, doc: Y.Doc): { from: number; to: number } | null {
  const from = indexOf(anchor.start, text, doc);
  const to = indexOf(anchor.end, text, doc);
  return from === null || to === null || from >= to ? null : { from, to };
}

function indexOf(position: string, text: Y.Text, doc: Y.Doc): number | null {
  try {
    const at = Y.createAbsolutePositionFromRelativePosition(
      Y.decodeRelativePosition(fromBase64(position)),
      doc,
    );
    return at !== null && at.type === text ? at.index : null;
  } catch {
    // Anybody may have sent it: a position in a text that never was.
    return null;
  }
}
