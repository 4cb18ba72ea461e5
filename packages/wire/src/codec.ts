import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { MessageType, type WireMessage } from "./messages";
import { isStudyRequest } from "./studies";

const TYPE_OF: Record<WireMessage["type"], number> = {
  hello: MessageType.Hello,
  ack: MessageType.Ack,
  refusal: MessageType.Refusal,
  diagnostics: MessageType.Diagnostics,
  run: MessageType.Run,
  introduce: MessageType.Introduce,
  trouble: MessageType.Trouble,
  command: MessageType.Command,
  answer: MessageType.CommandAnswer,
  "study request": MessageType.StudyRequest,
  study: MessageType.Study,
  "study cells": MessageType.StudyCells,
  "study refused": MessageType.StudyRefused,
  look: MessageType.Look,
  sight: MessageType.Sight,
  "look state": MessageType.LookState,
  "look away": MessageType.LookAway,
  moment: MessageType.Moment,
  pulse: MessageType.Pulse,
};
const TAG_OF = new Map<number, string>(Object.entries(TYPE_OF).map(([tag, type]) => [type, tag]));

/** A frame that is not one of ours: unknown number, cut short, or another shape than its number says. */
export class WireError extends Error {}

/** One frame: varUint type, then lib0's encoding of the message (Uint8Arrays stay binary). */
export function encodeMessage(message: WireMessage): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, TYPE_OF[message.type]);
  encoding.writeAny(encoder, message as unknown as Parameters<typeof encoding.writeAny>[1]);
  return encoding.toUint8Array(encoder);
}

/** Reads what follows the type number. Throws a WireError; never returns another message than the number announces. */
export function decodeMessage(type: number, decoder: decoding.Decoder): WireMessage {
  const tag = TAG_OF.get(type);
  if (tag === undefined) throw new WireError(`Message type ${type} is not known to wire version 1.`);
  let value: unknown;
  try {
    value = decoding.readAny(decoder);
  } catch (error) {
    throw new WireError(`A ${tag} message is cut short.`, { cause: error });
  }
  if (typeof value !== "object" || value === null || (value as { type?: unknown }).type !== tag)
    throw new WireError(`A frame of type ${type} does not hold a ${tag} message.`);
  const message = value as WireMessage;
  // What a client sends is checked in full (a command's payload by its own schema, a look by isLook()); the rest comes from the server that encoded it.
  if (message.type === "introduce" && typeof message.name !== "string")
    throw new WireError("A name must be text.");
  if (message.type === "command" && !(isCommandId(message.id) && typeof message.name === "string"))
    throw new WireError("A command has an id of 8 to 40 letters and digits, and a name.");
  if (message.type === "study request" && !isStudyRequest(message))
    throw new WireError("There is no such study.");
  return message;
}

function isCommandId(id: unknown): boolean {
  return typeof id === "string" && /^[0-9A-Za-z-]{8,40}$/.test(id);
}
