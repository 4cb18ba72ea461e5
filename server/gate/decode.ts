import * as Y from "yjs";
import { Gap, Rejected } from "./rejected";

/** Largest update, bytes. */
export const MAX_UPDATE_BYTES = 1024 * 1024;
/** The server's own client id. The smallest there is: where two writes tie, the participant's later one wins over a repair. */
export const SERVER_CLIENT = 1;

/** Highest clock and client id, exclusive: Yjs draws ids of 32 bits, and nobody types 4 billion characters. Beyond 2^53 clocks would no longer add up. */
const MAX_NUMBER = 2 ** 32;

export type Struct = Y.Item | Y.GC;
export interface Range {
  client: number;
  clock: number;
  len: number;
}
type DeleteSet = ReturnType<typeof Y.decodeUpdate>["ds"];

/** An update, taken apart. `structs` holds only what brings something new, by client and in the order of their clocks, without gap or overlap. */
export interface Decoded {
  structs: Map<number, Struct[]>;
  deletes: Range[];
  /** The same deletions, as Yjs goes over them. */
  deleteSet: DeleteSet;
}

const CONTENT = new Set<unknown>([Y.ContentAny, Y.ContentString, Y.ContentType, Y.ContentDeleted]);
const TYPES = new Set<unknown>([Y.Map, Y.Text]);

/** Takes an update apart and checks what can be said of it without looking where its structs go. Throws Rejected. */
export function decode(update: Uint8Array, store: Y.Doc["store"]): Decoded {
  if (update.length > MAX_UPDATE_BYTES)
    throw new Rejected("G1", `An update is at most ${MAX_UPDATE_BYTES} bytes long.`);
  const { structs: all, ds } = decodeStrictly(update);
  const structs = new Map<number, Struct[]>();
  const have = new Map<number, number>();
  const known = (client: number) => have.get(client) ?? Y.getState(store, client);
  for (const struct of all) {
    if (struct instanceof Y.Skip) throw new Gap("The update leaves out structs.");
    const { client, clock } = struct.id;
    const end = clock + struct.length;
    const here = known(client);
    if (struct.length < 1) throw new Rejected("G1", "The update holds a struct of no length.");
    if (client >= MAX_NUMBER || end >= MAX_NUMBER)
      throw new Rejected("G1", "A client id or a clock of more than 32 bits.");
    if (clock > here) throw new Gap("The update does not continue what is known of its client.");
    if (end <= here) continue;
    have.set(client, end);
    const fresh = clock < here ? restOf(struct, here) : struct;
    if (fresh instanceof Y.Item) checkContent(fresh.content);
    const list = structs.get(client);
    if (list === undefined) structs.set(client, [fresh]);
    else list.push(fresh);
  }
  const deletes: Range[] = [];
  for (const [client, ranges] of ds.clients) {
    let end = 0;
    for (const { clock, len } of ranges) {
      if (len < 1) throw new Rejected("G1", "The update deletes a range of no length.");
      if (clock < end)
        throw new Rejected("G1", "The update deletes ranges that overlap or are out of order.");
      end = clock + len;
      if (end > known(client)) throw new Gap("The update deletes what is not known here.");
      deletes.push({ client, clock, len });
    }
  }
  return { structs, deletes, deleteSet: ds };
}

/** What is not here yet of a struct: it follows what is, wherever that lies. */
function restOf(struct: Struct, from: number): Struct {
  const { client, clock } = struct.id;
  const id = Y.createID(client, from);
  if (struct instanceof Y.GC) return new Y.GC(id, struct.length - (from - clock));
  const content = struct.content.splice(from - clock);
  return new Y.Item(id, null, Y.createID(client, from - 1), null, struct.rightOrigin, null, null, content);
}

function decodeStrictly(update: Uint8Array) {
  try {
    return Y.decodeUpdate(update);
  } catch (cause) {
    throw new Rejected("G1", `The update can't be decoded: ${String(cause)}`);
  }
}

function checkContent(content: Y.Item["content"]): void {
  if (!CONTENT.has(content.constructor))
    throw new Rejected("G4", `A board holds no ${content.constructor.name}.`);
  if (content instanceof Y.ContentType && !TYPES.has(content.type.constructor))
    throw new Rejected("G4", `A board holds no ${content.type.constructor.name}.`);
}

/** The struct of a list sorted by clock that holds `clock`. */
export function structAt(structs: readonly Struct[], clock: number): Struct | undefined {
  let low = 0;
  let high = structs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const struct = structs[middle];
    if (struct === undefined || clock < struct.id.clock) high = middle - 1;
    else if (clock >= struct.id.clock + struct.length) low = middle + 1;
    else return struct;
  }
  return undefined;
}
