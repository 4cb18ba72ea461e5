/** First byte of a whole binary message (RFC 6455, 5.2); the server masks nothing. */
const WHOLE_BINARY = 0x82;
/** Payloads up to here have their length in one byte, up to the next in three, beyond in nine. */
const MAX_IN_ONE = 125;
const MAX_IN_THREE = 0xffff;

/** A payload as it goes over the socket, header and all. */
export type Framed = Buffer & { readonly framed: unique symbol };

/**
 * Done once and written to every socket as it is: for a turn that goes to hundreds, preparing the message for each of them would cost more than
 * judging and storing it.
 */
export function framed(payload: Uint8Array): Framed {
  const { length } = payload;
  const header = length <= MAX_IN_ONE ? 2 : length <= MAX_IN_THREE ? 4 : 10;
  const bytes = Buffer.allocUnsafe(header + length);
  bytes[0] = WHOLE_BINARY;
  if (header === 2) bytes[1] = length;
  else if (header === 4) {
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 127;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  bytes.set(payload, header);
  return bytes as Framed;
}
