import { encodeMessage, type WireMessage } from "@carveout/wire";
import * as encoding from "lib0/encoding";

/** Message numbers of the y-websocket protocol; ours start at 16. */
export const Y_MESSAGE = { sync: 0, awareness: 1, queryAwareness: 3 } as const;
/** Second number of a sync message. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const;

/** A sync message: `payload` is a state vector in step 1, an update in the others. */
export function syncFrame(step: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, Y_MESSAGE.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

export function awarenessFrame(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, Y_MESSAGE.awareness);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}

export function wireFrame(message: WireMessage): Uint8Array {
  return encodeMessage(message);
}
