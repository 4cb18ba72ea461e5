import { readBoard } from "@carveout/model";
import type * as Y from "yjs";
import {
  answer,
  type CopyPlace,
  committed,
  keyOf,
  OF,
  openDatabase,
  RESCUED,
  type Rescued,
} from "./database";
import type { LocalCopy } from "./local-copy";

/**
 * Takes a board out of this browser that the server does not go on with. Where edits in it were not saved, it is handed back as it stood, and kept until its person
 * has seen to it, if they still have a right to it.
 */
export async function giveUp(
  copy: LocalCopy | null,
  place: CopyPlace,
  doc: Y.Doc,
  waiting: number,
  hasRight: boolean,
): Promise<Rescued | null> {
  // Where the browser keeps nothing, there is nothing to take out either.
  await copy?.clear().catch(() => {});
  if (waiting === 0) return null;
  const board = readBoard(doc);
  const text = `${JSON.stringify(board, null, 2)}\n`;
  const rescued = { ...place, title: board.title, at: Date.now(), waiting, text };
  if (hasRight) await keepRescued(rescued).catch(() => {});
  return rescued;
}

export async function keepRescued(rescued: Rescued): Promise<void> {
  await write((store) => store.put(rescued));
}

export async function rescuedAt(place: CopyPlace): Promise<Rescued[]> {
  const db = await openDatabase();
  try {
    return await answer<Rescued[]>(
      db.transaction(RESCUED).objectStore(RESCUED).index(OF).getAll(keyOf(place)),
    );
  } finally {
    db.close();
  }
}

export async function dropRescued({ participant, board, at }: Rescued): Promise<void> {
  await write((store) => store.delete([participant, board, at]));
}

async function write(change: (store: IDBObjectStore) => void): Promise<void> {
  const db = await openDatabase();
  try {
    const transaction = db.transaction(RESCUED, "readwrite");
    const end = committed(transaction);
    change(transaction.objectStore(RESCUED));
    await end;
  } finally {
    db.close();
  }
}
