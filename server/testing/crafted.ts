import * as encoding from "lib0/encoding";
import * as Y from "yjs";

/** Structs of one client, from `clock` on, as an update holds them. */
export interface Block {
  client: number;
  clock: number;
  structs: readonly CraftedStruct[];
}
export type CraftedStruct = (encoder: Y.UpdateEncoderV1) => void;

/** An update written by hand: Yjs encodes each part as it would its own, whatever they say together. */
export function crafted(
  blocks: readonly Block[],
  deletes: readonly [number, number, number][] = [],
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const { restEncoder } = encoder;
  encoding.writeVarUint(restEncoder, blocks.length);
  for (const { client, clock, structs } of blocks) {
    for (const n of [structs.length, client, clock]) encoding.writeVarUint(restEncoder, n);
    for (const write of structs) write(encoder);
  }
  encoding.writeVarUint(restEncoder, deletes.length);
  for (const [client, clock, length] of deletes)
    for (const n of [client, 1, clock, length]) encoding.writeVarUint(restEncoder, n);
  return encoder.toUint8Array();
}

/** Where a struct says that it belongs. */
export interface Claim {
  origin?: Y.ID | null;
  right?: Y.ID | null;
  /** Root or id of the item that holds the parent: counts where there is no neighbour. */
  parent?: string | Y.ID;
  key?: string | null;
}

export function structOf(content: Y.Item["content"], claim: Claim): CraftedStruct {
  const { origin = null, right = null, parent = null, key = null } = claim;
  // The id is not written: it follows from the block.
  const at = Y.createID(0, 0);
  return (encoder) =>
    new Y.Item(at, null, origin, null, right, parent as Y.ID | null, key, content).write(encoder, 0);
}

export const characters = (text: string, claim: Claim) => structOf(new Y.ContentString(text), claim);
export const value = (plain: unknown, claim: Claim) => structOf(new Y.ContentAny([plain]), claim);
export const collected =
  (length: number): CraftedStruct =>
  (encoder) =>
    new Y.GC(Y.createID(0, 0), length).write(encoder, 0);
