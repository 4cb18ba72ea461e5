import * as Y from "yjs";
import { Gap, Rejected } from "./rejected";

/** Largest update, bytes. */
export const MAX_UPDATE_BYTES = 1024 * 1024;
/** The server's own client id. The smallest there is: where two writes tie, the participant's later one wins over a repair. */
export const SERVER_CLIENT = 1;

export type Struct = Y.Item | Y.GC;
export interface Range {
  client: number;
  clock: number;
  len: number;
}

/** An update, taken apart. `structs` holds only what brings something new, by client and in the order of their clocks. */
export interface Decoded {
  structs: Map<number, Struct[]>;
  deletes: Range[];
  /** The whole delete set, to ask whether an id is in it. */
  isDeleted(id: Y.ID): boolean;
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
    if (struct.length < 1) throw new Rejected("G1", "The update holds a struct of no length.");
    if (clock > known(client)) throw new Gap("The update does not continue what is known of its client.");
    if (clock + struct.length <= known(client)) continue;
    have.set(client, clock + struct.length);
    if (struct instanceof Y.Item) checkContent(struct.content);
    const list = structs.get(client);
    if (list === undefined) structs.set(client, [struct]);
    else list.push(struct);
  }
  const deletes: Range[] = [];
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges) {
      if (len < 1) throw new Rejected("G1", "The update deletes a range of no length.");
      if (clock + len > known(client)) throw new Gap("The update deletes what is not known here.");
      deletes.push({ client, clock, len });
    }
  return { structs, deletes, isDeleted: (id) => Y.isDeleted(ds, id) };
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
export function structAt<S extends { id: Y.ID; length: number }>(
  structs: readonly S[],
  clock: number,
): S | undefined {
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
