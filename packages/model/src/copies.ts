import { generateNKeysBetween } from "fractional-indexing";
import { type ItemId, newItemId, randomKey } from "./ids";
import type { CardJson, ConnectorJson, ItemJson } from "./item";

/**
 * Items under ids of their own, to lie beside those they were copied from: wires between them come along, wires to anything else stay behind, and what went
 * together goes together.
 */
export function freshCopies(
  items: Readonly<Record<ItemId, ItemJson>>,
  place: {
    /** Board pixels added to every place. */
    dx: number;
    dy: number;
    /** Order key that the copies lie above; their own order stays. */
    above: string | null;
  },
): Map<ItemId, ItemJson> {
  const all = Object.entries(items);
  const cards = all
    .filter((entry): entry is [ItemId, CardJson] => entry[1].kind !== "connector")
    .sort(([, a], [, b]) => (a.z < b.z ? -1 : a.z > b.z ? 1 : 0));
  const ids = new Map(cards.map(([id, { kind }]) => [id, newItemId(kind)]));
  const orders = generateNKeysBetween(place.above, null, cards.length);
  const groups = new Map<string, string>();
  const copies = new Map<ItemId, ItemJson>();
  for (const [index, [id, card]] of cards.entries()) {
    const geo = { ...card.geo, x: card.geo.x + place.dx, y: card.geo.y + place.dy };
    const copy = { ...card, geo, z: orders[index] ?? card.z };
    if (card.group !== undefined) {
      copy.group = groups.get(card.group) ?? randomKey(10);
      groups.set(card.group, copy.group);
    }
    copies.set(ids.get(id) ?? id, copy);
  }
  for (const [, wire] of all) {
    const copy = wire.kind === "connector" ? copyOfWire(wire, ids) : null;
    if (copy !== null) copies.set(newItemId("connector"), copy);
  }
  return copies;
}

function copyOfWire(wire: ConnectorJson, ids: ReadonlyMap<ItemId, ItemId>): ConnectorJson | null {
  const from = ids.get(wire.from.item);
  const to = ids.get(wire.to.item);
  return from === undefined || to === undefined
    ? null
    : { ...wire, from: { ...wire.from, item: from }, to: { ...wire.to, item: to } };
}
