import { CloseCode, decodeMessage, isLook, MessageType } from "@carveout/wire";
import * as decoding from "lib0/decoding";
import type { WebSocket } from "ws";
import { MAX_UPDATE_BYTES } from "../gate/decode";
import type { Room } from "../room/room";
import type { Connection } from "./connection";
import { SYNC, Y_MESSAGE } from "./frames";

/** The largest update with its envelope. */
const MAX_FRAME_BYTES = MAX_UPDATE_BYTES + 64;

/** Reads a socket's frames and hands them to the room, for as long as it is open, as fast as its pace allows. */
export function serve(ws: WebSocket, connection: Connection, room: Room): void {
  // Of what had arrived when the socket was paused: at most the buffer of one read.
  const unread: [Buffer, boolean][] = [];
  let pause: NodeJS.Timeout | null = null;
  const read = () => {
    for (let next = unread.shift(); next !== undefined; next = unread.shift()) {
      // What follows the frame that closed a connection counts no more.
      if (!connection.isOpen) return;
      const start = performance.now();
      take(...next, connection, room);
      const end = performance.now();
      connection.pace.spend(end - start, end);
      const delay = connection.pace.delay(end);
      if (delay === 0) continue;
      ws.pause();
      pause = setTimeout(goOn, delay);
      return;
    }
  };
  const goOn = () => {
    pause = null;
    ws.resume();
    read();
  };
  ws.on("message", (data: Buffer, isBinary: boolean) => {
    unread.push([data, isBinary]);
    if (pause === null) read();
  });
  ws.on("close", () => {
    if (pause !== null) clearTimeout(pause);
    room.leave(connection);
  });
  // A broken frame; ws closes the socket by itself.
  ws.on("error", () => {});
  room.join(connection);
}

function take(data: Buffer, isBinary: boolean, connection: Connection, room: Room): void {
  if (!isBinary) connection.close(CloseCode.Rejected, "Frames are binary.");
  else if (data.length > MAX_FRAME_BYTES)
    connection.close(CloseCode.TooLarge, `A frame is at most ${MAX_FRAME_BYTES} bytes long.`);
  else
    try {
      receive(new Uint8Array(data), connection, room);
    } catch {
      connection.close(CloseCode.Rejected, "The frame can't be read.");
    }
}

function receive(frame: Uint8Array, connection: Connection, room: Room): void {
  const decoder = decoding.createDecoder(frame);
  const type = decoding.readVarUint(decoder);
  switch (type) {
    case Y_MESSAGE.sync: {
      const step = decoding.readVarUint(decoder);
      const payload = decoding.readVarUint8Array(decoder);
      if (step === SYNC.step1) room.answer(connection, payload);
      else if (step === SYNC.step2 || step === SYNC.update)
        room.edit(connection, payload, step === SYNC.step2);
      else throw new Error(`There is no sync step ${step}.`);
      return;
    }
    case Y_MESSAGE.awareness:
      room.point(connection, decoding.readVarUint8Array(decoder));
      return;
    case Y_MESSAGE.queryAwareness:
      room.tellWhoIsHere(connection);
      return;
    case MessageType.Introduce: {
      const message = decodeMessage(type, decoder);
      if (message.type === "introduce") room.introduce(connection, message.name);
      return;
    }
    case MessageType.Command: {
      const message = decodeMessage(type, decoder);
      if (message.type === "command") room.command(connection, message);
      return;
    }
    case MessageType.StudyRequest: {
      const message = decodeMessage(type, decoder);
      if (message.type === "study request") room.study(connection, message);
      return;
    }
    case MessageType.Look: {
      const message = decodeMessage(type, decoder);
      if (message.type === "look" && !isLook(message)) throw new Error("There is nothing to look at so.");
      if (message.type === "look") room.look(connection, message);
      return;
    }
    case MessageType.LookAway: {
      const message = decodeMessage(type, decoder);
      if (message.type === "look away") room.lookAway(connection, Number(message.view));
      return;
    }
    default:
      throw new Error(`There is no message ${type} for a server.`);
  }
}
