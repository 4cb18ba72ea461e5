import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BoardJson } from "@carveout/model";
import { freePort } from "../../support/product";
import { CORE, startOn } from "./processes";

export type PeerName = "carveout" | "hocuspocus" | "y-websocket" | "relay";

/** How a server wants to be spoken to. */
export type Dialect = "carveout" | "hocuspocus" | "y-websocket" | "relay";

export interface Peer {
  /** Where a socket goes. */
  address: string;
  dialect: Dialect;
  pid: number;
  /** True if the first client has to bring the document. */
  needsSeed: boolean;
  stop(): Promise<void>;
}

export const PEER_TITLES: Readonly<Record<PeerName, string>> = {
  carveout: "Carveout (judged, on disk)",
  hocuspocus: "Hocuspocus 4.7.0 + SQLite",
  "y-websocket": "@y/websocket-server 0.1.1",
  relay: "bare ws relay",
};

/** A fresh server process with nothing in it but this board. */
export async function startPeer(name: PeerName, board: BoardJson): Promise<Peer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "carveout-bench-"));
  const env = { PORT: String(port), HOST: "127.0.0.1" };
  const start = (file: string, more: Readonly<Record<string, string>> = {}) =>
    startOn(CORE.server, [resolve(process.cwd(), file)], { ...env, ...more });
  const peer = (child: ChildProcess, dialect: Dialect, path: string): Peer => ({
    address: `ws://127.0.0.1:${port}${path}`,
    dialect,
    pid: child.pid ?? 0,
    needsSeed: dialect === "hocuspocus" || dialect === "y-websocket",
    async stop() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  });
  if (name === "carveout") {
    const child = start("dist/server/main.js", { CARVEOUT_DATA: folder, CARVEOUT_LOG: "warn" });
    const token = await said(child, /\?token=(\S+)/);
    const { id, links } = await createBoard(`http://127.0.0.1:${port}`, token, board);
    const own = new URL(links.editor).searchParams.get("token") ?? "";
    return peer(child, "carveout", `/ws/${id}?wire=1&token=${own}`);
  }
  const child =
    name === "hocuspocus"
      ? start("test/bench/collab/hocuspocus.mjs", { DATABASE: join(folder, "hocuspocus.sqlite") })
      : name === "y-websocket"
        ? start("node_modules/@y/websocket-server/src/server.js")
        : start("test/bench/relay.mjs");
  await said(child, /(\n)/);
  return peer(child, name, name === "y-websocket" ? "/bench" : "/");
}

/** Waits for what a server says once it listens; returns the group. */
async function said(child: ChildProcess, wanted: RegExp): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error("The server's output is not read.");
  for (let text = ""; ; ) {
    const [chunk] = (await once(stdout, "data")) as [Buffer];
    text += chunk.toString();
    const group = wanted.exec(text)?.[1];
    if (group === undefined) continue;
    stdout.resume();
    return group;
  }
}

interface CreatedBoard {
  id: string;
  links: { editor: string };
}

async function createBoard(origin: string, token: string, board: BoardJson): Promise<CreatedBoard> {
  const answer = await fetch(`${origin}/api/boards`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ board }),
  });
  if (answer.status !== 201) throw new Error(`No board: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as CreatedBoard;
}
