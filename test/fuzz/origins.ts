import { isDeepStrictEqual } from "node:util";
import * as Y from "yjs";
import { Rejected } from "../../server/gate/rejected";
import { Bench, type Replica, rawJson, wiredBoard } from "../../server/testing/bench";
import { type Block, type CraftedStruct, characters, collected, crafted } from "../../server/testing/crafted";
import { Chance } from "./chance";

const UPDATES = 8;
/** Ids under which the hostile one writes: below, between and above those of the honest ones. */
const HOSTILE = [50, 200, 900];
const HONEST = { ann: 100, ben: 300 };

export interface OriginsOutcome {
  accepted: number;
  refused: number;
}

/**
 * One game of crafted neighbours: two people write a text, late to hear of each other, while a third sends structs that claim any neighbours at all, in the
 * document or in the same update, in blocks of several clients, with overlaps and deletions. Throws where anybody's document differs from the server's in the end.
 */
export function origins(seed: number): OriginsOutcome {
  const chance = new Chance(seed);
  const bench = new Bench(wiredBoard());
  const people = Object.entries(HONEST).map(([name, client]) => {
    const replica = bench.replica(name);
    replica.doc.clientID = client;
    return replica;
  });
  const watcher = bench.replica("watcher");
  const outcome = { accepted: 0, refused: 0 };
  for (let round = 0; round < UPDATES; round++) {
    for (const person of people) if (chance.percent(60)) type(chance, person);
    for (const person of people) if (chance.percent(50)) bench.up(person);
    try {
      bench.send(hostile(chance, bench.doc), "eve");
      outcome.accepted++;
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      outcome.refused++;
    }
    for (const replica of [...people, watcher]) if (chance.percent(60)) hear(replica);
  }
  while (people.some(({ outbox, inbox }) => outbox.length + inbox.length > 0)) bench.settle();
  bench.settle();
  const board = rawJson(bench.doc);
  const late = new Y.Doc();
  Y.applyUpdate(late, Y.encodeStateAsUpdate(bench.doc));
  const replicas: [string, Y.Doc][] = [
    ...bench.replicas.map(({ name, doc }): [string, Y.Doc] => [name, doc]),
    ["late", late],
  ];
  for (const [name, doc] of replicas)
    if (!isDeepStrictEqual(rawJson(doc), board))
      throw new Error(`${name} has another document than the server.`);
  if (!isDeepStrictEqual(bench.mirrored(), bench.judged()))
    throw new Error("The mirror differs from the document.");
  const { pendingStructs, pendingDs } = bench.doc.store;
  if (pendingStructs !== null || pendingDs !== null) throw new Error("Something is left pending.");
  return outcome;
}

function hear({ doc, inbox }: Replica): void {
  for (const update of inbox.splice(0)) Y.applyUpdate(doc, update, "server");
}

function type(chance: Chance, { edits }: Replica): void {
  const text = edits.text("note-1");
  if (text === undefined) return;
  edits.together(() => {
    for (let n = chance.below(3); n >= 0; n--)
      if (chance.percent(70) || text.length < 4)
        text.insert(chance.below(text.length + 1), "abcdef".slice(chance.below(6)));
      else text.delete(chance.below(text.length - 2), 1 + chance.below(2));
  });
}

function hostile(chance: Chance, doc: Y.Doc): Uint8Array {
  const text = (doc.getMap("items").get("note-1") as Y.Map<unknown> | undefined)?.get("text");
  const parent = text instanceof Y.Text ? text._item?.id : undefined;
  const clocks = new Map(HOSTILE.map((client) => [client, Y.getState(doc.store, client)]));
  const ends = new Map(clocks);
  const blocks: Block[] = [];
  const count = 1 + chance.below(3);
  // Lengths first, so that a struct may claim neighbours that come after it.
  const plans = Array.from({ length: count }, () => {
    const client = chance.pick(HOSTILE);
    const end = ends.get(client) ?? 0;
    const clock = Math.max(0, end - (chance.percent(10) ? chance.below(4) : 0));
    const lengths = Array.from({ length: 1 + chance.below(4) }, () => 1 + chance.below(3));
    ends.set(client, clock + lengths.reduce((sum, length) => sum + length, 0));
    return { client, clock, lengths };
  });
  const anywhere = (): Y.ID => {
    const client = chance.percent(55) ? chance.pick(HOSTILE) : chance.pick([...doc.store.clients.keys()]);
    const end = Math.max(1, ends.get(client) ?? Y.getState(doc.store, client));
    return Y.createID(client, chance.below(end));
  };
  const items: Y.Item[] = [];
  if (text instanceof Y.Text) for (let at = text._start; at !== null; at = at.right) items.push(at);
  const inText = (index = chance.below(items.length)): Y.ID | null => {
    const item = items[index];
    if (chance.percent(15)) return anywhere();
    return item === undefined ? null : Y.createID(item.id.client, item.id.clock + chance.below(item.length));
  };
  for (const { client, clock, lengths } of plans) {
    let end = clock;
    const structs = lengths.map((length): CraftedStruct => {
      const before = end - 1;
      end += length;
      if (chance.percent(4)) return collected(length);
      const left = chance.below(items.length + 1) - 1;
      // Often side by side, or nearly so: what is refused teaches nothing about what is let in.
      let origin = chance.percent(80) ? endOf(items[left]) : inText();
      if (chance.percent(25) && before >= 0) origin = Y.createID(client, before);
      const skip = chance.percent(60) ? 1 : 1 + chance.below(4);
      const right = chance.percent(80) ? (items[left + skip]?.id ?? null) : inText();
      return characters("xyz".slice(3 - length), { origin, right, parent: parent ?? "items" });
    });
    blocks.push({ client, clock, structs });
  }
  const deletes: [number, number, number][] = [];
  if (chance.percent(25)) {
    const { client, clock } = chance.pick(items).id;
    deletes.push([client, clock, 1 + chance.below(2)]);
  }
  return crafted(blocks, deletes);
}

function endOf(item: Y.Item | undefined): Y.ID | null {
  return item === undefined ? null : item.lastId;
}
