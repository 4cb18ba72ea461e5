import { answer, type CopyHead, type CopyPlace, committed, HEADS, keyOf, OF, PARTS } from "./database";

export async function removeCopy(db: IDBDatabase, place: CopyPlace): Promise<void> {
  const transaction = db.transaction([HEADS, PARTS], "readwrite");
  const end = committed(transaction);
  transaction.objectStore(HEADS).delete(keyOf(place));
  const parts = transaction.objectStore(PARTS);
  for (const key of await answer(parts.index(OF).getAllKeys(keyOf(place)))) parts.delete(key);
  await end;
}

/** Removes copies that were last used before a time, except this one and those in which something waits. How many that were. */
export async function removeOthers(db: IDBDatabase, kept: CopyPlace, before: number): Promise<number> {
  const heads = await answer<CopyHead[]>(db.transaction(HEADS).objectStore(HEADS).getAll());
  const isKept = (head: CopyHead) => head.participant === kept.participant && head.board === kept.board;
  const old = heads.filter(
    (head) => head.usedAt < before && Object.keys(head.waiting).length === 0 && !isKept(head),
  );
  for (const head of old) await removeCopy(db, head);
  return old.length;
}
