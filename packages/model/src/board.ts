import * as Y from "yjs";
import type { BoardJson } from "./board-json";
import { peopleOf, readPeople } from "./commands/people";
import { readThreads, shareThread, threadsOf } from "./commands/threads";
import { readVerdicts, verdictKey, verdictsOf } from "./commands/verdicts";
import type { ItemJson } from "./item";
import {
  defineRoots,
  itemsOf,
  metaOf,
  readItem,
  shapeOfItem,
  shareItem,
  titleOf,
  toShared,
  type YItem,
} from "./layout";
import type { GroupShape } from "./shape";

/** The whole board as plain data. */
export function readBoard(doc: Y.Doc): BoardJson {
  const items: Record<string, ItemJson> = {};
  for (const [id, item] of itemsOf(doc).entries()) {
    const plain = readItem(item);
    if (plain !== null) items[id] = plain;
  }
  return { carveout: 1, title: titleOf(doc), items, ...readSaid(doc) };
}

type Said = Pick<BoardJson, "people" | "threads" | "verdicts">;

/** What people have said, each part left out where there is nothing. */
function readSaid(doc: Y.Doc): Said {
  const said = { people: readPeople(doc), threads: readThreads(doc), verdicts: readVerdicts(doc) };
  return Object.fromEntries(Object.entries(said).filter(([, part]) => Object.keys(part).length > 0));
}

/**
 * Fills an empty document. Called once in a board's life, on the server: a second history of the same content would double it on merge.
 */
export function seedBoard(doc: Y.Doc, board: BoardJson): void {
  defineRoots(doc);
  if (itemsOf(doc).size > 0 || metaOf(doc).size > 0)
    throw new Error("A board is seeded once; this document has content.");
  doc.transact(() => {
    metaOf(doc).set("carveout", 1);
    metaOf(doc).set("title", board.title);
    for (const [id, item] of Object.entries(board.items)) itemsOf(doc).set(id, shareItem(item));
    for (const [id, person] of Object.entries(board.people ?? {})) peopleOf(doc).set(id, person);
    for (const [id, thread] of Object.entries(board.threads ?? {}))
      threadsOf(doc).set(id, shareThread(thread));
    for (const verdict of Object.values(board.verdicts ?? {}))
      verdictsOf(doc).set(verdictKey(verdict.target, verdict.by), verdict);
  });
}

/**
 * Makes the groups, tables and texts that came to the model after the board was written. For the server to do before anybody edits: two
 * participants who made the same one would each fill their own. False if nothing was missing.
 */
export function completeBoard(doc: Y.Doc): boolean {
  return doc.transact(() => {
    let isChanged = false;
    for (const item of itemsOf(doc).values()) {
      const shape = shapeOfItem(item);
      if (shape !== null && complete(shape, item)) isChanged = true;
    }
    return isChanged;
  });
}

function complete(shape: GroupShape, map: YItem): boolean {
  let isChanged = false;
  for (const [key, inner] of Object.entries(shape.keys)) {
    if (inner.shape === "value") continue;
    const part = map.get(key);
    if (part === undefined) {
      map.set(key, toShared(inner, undefined));
      isChanged = true;
    } else if (part instanceof Y.Map) {
      const groups = inner.shape === "table" ? [...part.values()] : [part];
      const group = inner.shape === "table" ? inner.row : inner;
      if (group.shape !== "group") continue;
      for (const each of groups) if (each instanceof Y.Map && complete(group, each)) isChanged = true;
    }
  }
  return isChanged;
}
