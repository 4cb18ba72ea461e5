import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { framed } from "./framed";

const LENGTHS = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000];
const payload = (length: number) => Buffer.alloc(length, `payload of ${length} bytes`);

test("any payload is one whole binary message to a client", async () => {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const http = createServer().on("upgrade", (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, () => {
      for (const length of LENGTHS) socket.write(framed(payload(length)));
    }),
  );
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const heard: [Buffer, boolean][] = [];
  await new Promise<void>((done, fail) => {
    client.on("error", fail);
    client.on("message", (data: Buffer, isBinary) => heard.push([data, isBinary]) < LENGTHS.length || done());
  });
  client.terminate();
  http.close();
  for (const [n, [data, isBinary]] of heard.entries()) {
    expect(isBinary).toBe(true);
    expect(data.equals(payload(LENGTHS[n] ?? -1))).toBe(true);
  }
});
