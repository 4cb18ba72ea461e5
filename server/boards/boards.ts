import { type BoardJson, emptyBoard, randomKey, seedBoard, TEMPLATES } from "@carveout/model";
import * as Y from "yjs";
import { newLink, ROLES } from "../access/links";
import { SERVER_CLIENT } from "../gate/decode";
import type { Link, Store } from "../store/store";

/** What a new board starts from, or null if there is no such template. */
export function boardFrom(template: string | undefined, title: string | undefined): BoardJson | null {
  if (template === undefined) return emptyBoard(title ?? "Untitled board");
  const found = TEMPLATES.find(({ id }) => id === template);
  if (found === undefined) return null;
  return { ...found.board(), title: title ?? found.title };
}

/** Makes a board: seeded once, here, under the server's client id. A second history of the same content would double it on merge. */
export async function createBoard(
  store: Store,
  board: BoardJson,
): Promise<{ id: string; links: readonly Link[] }> {
  const id = randomKey(12);
  const doc = new Y.Doc();
  doc.clientID = SERVER_CLIENT;
  seedBoard(doc, board);
  const links = ROLES.map((role) => newLink({ role }));
  const now = Date.now();
  await store.createBoard({
    board: { id, title: board.title, createdAt: now, updatedAt: now },
    links,
    seed: Y.encodeStateAsUpdate(doc),
  });
  return { id, links };
}
