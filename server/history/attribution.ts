import { fieldOf, type ItemId, itemsOf } from "@carveout/model";
import * as Y from "yjs";
import type { Moment } from "./moment";

/** Whose value stands in a field, and when the history last saw it change; null = not known any more. */
export interface Attribution {
  author: string | null;
  at: number | null;
}

/** Every written value of an item by its field: whose it is says the document itself, since when say the moments (newest first). */
export function attributions(
  doc: Y.Doc,
  item: ItemId,
  ownerOf: (client: number) => string | undefined,
  moments: readonly Moment[],
): Record<string, Attribution> {
  const since = new Map<string, { at: number; author: string | null }>();
  for (const { at, changes } of moments)
    for (const change of changes)
      if (change.item === item && !since.has(change.field))
        since.set(change.field, { at, author: change.author });
  const fields: Record<string, Attribution> = {};
  const visit = (map: Y.Map<unknown>, path: readonly string[]) => {
    for (const [key, value] of map.entries()) {
      const at = [...path, key];
      if (value instanceof Y.Map) visit(value, at);
      else {
        const field = fieldOf(at);
        // A text is many people's; the last who wrote in it stands in the history. So does who let the server write.
        const known = since.get(field) ?? since.get("");
        const client = map._map.get(key)?.id.client;
        const owner = client === undefined ? undefined : ownerOf(client);
        const author =
          value instanceof Y.Text ? (known?.author ?? owner ?? null) : (owner ?? known?.author ?? null);
        fields[field] = { author, at: known?.at ?? null };
      }
    }
  };
  const shared = itemsOf(doc).get(item);
  if (shared !== undefined) visit(shared, []);
  return fields;
}
