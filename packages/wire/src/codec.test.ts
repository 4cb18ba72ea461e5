import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { describe, expect, test } from "vitest";
import { decodeMessage, encodeMessage, WireError } from "./codec";
import { MessageType, type WireMessage } from "./messages";

function roundTrip(message: WireMessage): WireMessage {
  const decoder = decoding.createDecoder(encodeMessage(message));
  return decodeMessage(decoding.readVarUint(decoder), decoder);
}

describe("wire messages", () => {
  test("a message comes back as it went, bytes as bytes", () => {
    const ack: WireMessage = { type: "ack", stateVector: new Uint8Array([1, 2, 255]), updates: 3 };
    expect(roundTrip(ack)).toEqual(ack);
    const refusal: WireMessage = {
      type: "refusal",
      rule: "G7",
      path: ["items", "profile-1", "fields", "banks", "b0", "sizeBytes"],
      headline: "Bank size refused: −512 MiB is below the range 4 KiB to 16 TiB.",
      detail: "Restored.",
      offered: "-536870912",
      restored: null,
    };
    expect(roundTrip(refusal)).toEqual(refusal);
  });

  test("an unknown number, a cut frame and a frame that lies about its number are WireErrors", () => {
    expect(() => decodeMessage(99, decoding.createDecoder(new Uint8Array()))).toThrow(WireError);
    expect(() => decodeMessage(MessageType.Ack, decoding.createDecoder(new Uint8Array()))).toThrow(WireError);
    const lie = encoding.createEncoder();
    encoding.writeAny(lie, { type: "hello" });
    expect(() => decodeMessage(MessageType.Ack, decoding.createDecoder(encoding.toUint8Array(lie)))).toThrow(
      WireError,
    );
    const name = encoding.createEncoder();
    encoding.writeAny(name, { type: "introduce", name: 5 });
    expect(() =>
      decodeMessage(MessageType.Introduce, decoding.createDecoder(encoding.toUint8Array(name))),
    ).toThrow(WireError);
  });

  test("a command whose id or name is none is a WireError; what it carries is not looked at", () => {
    const command = { type: "command", id: "a1b2c3d4", name: "thread.start", payload: { any: [1, null] } };
    const read = (value: unknown) => {
      const encoder = encoding.createEncoder();
      encoding.writeAny(encoder, value as never);
      return decodeMessage(MessageType.Command, decoding.createDecoder(encoding.toUint8Array(encoder)));
    };
    expect(read(command)).toEqual(command);
    for (const wrong of [{ id: "" }, { id: 1 }, { id: "a b c d e f" }, { id: "x".repeat(41) }, { name: 7 }])
      expect(() => read({ ...command, ...wrong })).toThrow(WireError);
  });
});
