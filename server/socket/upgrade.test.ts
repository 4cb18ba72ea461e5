import { once } from "node:events";
import { connect } from "node:net";
import { CloseCode } from "@carveout/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { SqliteStore } from "../store/sqlite";
import { House, until } from "../testing/house";

const BASE = new URL("https://carveout.example");

let house: House;
beforeAll(async () => {
  house = await House.open(new SqliteStore(":memory:"), { base: BASE });
});
afterAll(() => house.close());

/** What comes back when these bytes are sent as they are. */
function raw(...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const { port } = new URL(house.origin);
    const socket = connect(Number(port), "127.0.0.1", () => {
      for (const part of parts) socket.write(part);
    });
    socket.on("data", (data) => {
      answer += data.toString("latin1");
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

function knock(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(house.origin.replace("http", "ws") + path, { headers });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => {});
    socket.on("open", () => {
      socket.close();
      resolve(101);
    });
  });
}

test("no frame is read of who has no token: the socket is over before it begins", async () => {
  const { id } = await house.board();
  const head = [
    `GET /ws/${id}?token=wrong HTTP/1.1`,
    "Host: localhost",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ];
  // A frame of 8 MiB is announced, and its first bytes come with the request.
  const frame = Buffer.concat([
    Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x80, 0, 0]),
    Buffer.alloc(64 * 1024),
  ]);
  const answer = await raw(`${head.join("\r\n")}\r\n\r\n`, frame);
  expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
  expect(answer).toContain("Connection: close");
  const metrics = await (await house.fetch("/metrics")).text();
  expect(metrics).toMatch(/^carveout_sockets 0$/m);
});

test("behind a proxy the page's origin is the address that people use, and no other", async () => {
  const { id, tokens } = await house.board();
  const path = `/ws/${id}?token=${tokens.viewer}`;
  const through = { "x-forwarded-for": "203.0.113.7" };
  expect(await knock(path, { ...through, origin: BASE.origin })).toBe(101);
  expect(await knock(path, { ...through, origin: "https://evil.example" })).toBe(403);
  // What a page elsewhere could make a proxy pass on changes nothing.
  const forged = { "x-forwarded-host": "evil.example", origin: "https://evil.example" };
  expect(await knock(path, { ...through, ...forged })).toBe(403);
  expect(await knock(path, { origin: BASE.origin })).toBe(403);
  expect(await knock(path, { origin: house.origin })).toBe(101);
});

test("links and cookies are for the address that people use", async () => {
  const made = await house.fetch("/api/boards", {
    method: "POST",
    headers: { "x-forwarded-for": "203.0.113.7" },
  });
  const { id, links } = (await made.json()) as { id: string; links: { owner: string } };
  expect(links.owner.startsWith(`https://carveout.example/b/${id}?token=`)).toBe(true);
  const { pathname, search } = new URL(links.owner);
  const page = await house.fetch(pathname + search, { headers: { "x-forwarded-for": "203.0.113.7" } }, null);
  expect(page.headers.getSetCookie().every((cookie) => cookie.endsWith("; Secure"))).toBe(true);
});

test("nobody has a board open more than thirty times; who comes too often is told why", async () => {
  const { id, tokens } = await house.board();
  const participant = "p-manymanymanymany";
  for (let n = 0; n < 30; n++) await house.guest(id, tokens.editor, { participant }).synced();
  const late = house.guest(id, tokens.editor, { participant });
  await until(() => late.closed !== null, "one too many is turned away");
  expect(late.closed).toEqual({
    code: CloseCode.Full,
    reason: "You have this board open 30 times. Close some of its tabs first.",
  });
  await house.guest(id, tokens.editor).synced();
});

test("G28 an address whose sockets have to be closed again and again gets none for a while; who is in stays, and others come in", async () => {
  const { id, tokens } = await house.board();
  const path = `/ws/${id}?token=${tokens.editor}`;
  const there = { "x-forwarded-for": "203.0.113.66", origin: BASE.origin };
  const offend = () =>
    new Promise<boolean>((resolve) => {
      const socket = new WebSocket(house.origin.replace("http", "ws") + path, { headers: there });
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode !== 429));
      socket.on("error", () => {});
      socket.on("open", () => socket.send("text"));
      socket.on("close", (code) => code === CloseCode.Rejected && resolve(true));
    });
  const colleague = new WebSocket(house.origin.replace("http", "ws") + path, { headers: there });
  await once(colleague, "open");
  let offences = 0;
  while ((await Promise.all(Array.from({ length: 10 }, offend))).every((isIn) => isIn)) offences += 10;
  expect(offences).toBeGreaterThanOrEqual(90);
  expect(await knock(path, { ...there, "x-forwarded-for": "203.0.113.67" })).toBe(101);
  colleague.ping();
  await once(colleague, "pong");
  colleague.close();
});
