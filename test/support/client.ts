import type { WireMessage } from "@carveout/wire";
import { decodeMessage, MessageType } from "@carveout/wire";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

export interface Client {
  doc: Y.Doc;
  provider: WebsocketProvider;
  close(): void;
}

/** A stock y-websocket client with a token, in Node. With `onMessage` it asks for our own messages as well. */
export async function connect(
  origin: string,
  board: string,
  token: string,
  onMessage?: (message: WireMessage) => void,
): Promise<Client> {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${origin.replace(/^http/, "ws")}/ws`, board, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    params: onMessage === undefined ? { token } : { token, wire: "1" },
    disableBc: true,
    connect: false,
  });
  if (onMessage !== undefined)
    for (const type of Object.values(MessageType))
      provider.messageHandlers[type] = (_encoder, decoder) => onMessage(decodeMessage(type, decoder));
  provider.connect();
  await new Promise<void>((done) => {
    if (provider.synced) done();
    else provider.once("sync", () => done());
  });
  return {
    doc,
    provider,
    close: () => {
      provider.destroy();
      doc.destroy();
    },
  };
}
