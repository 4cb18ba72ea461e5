import { readdirSync, readFileSync } from "node:fs";
import { BoardEdits, readBoard } from "@carveout/model";
import { CloseCode, encodeMessage } from "@carveout/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { COMMANDS } from "../server/commands";
import { SYNC, syncFrame } from "../server/socket/frames";
import { type Guest, House, INSTANCE, until } from "../server/testing/house";

const WHO = ["operator", "owner", "editor", "commenter", "viewer", "stranger"] as const;
type Who = (typeof WHO)[number];

/** The lines of docs/roles.md: what stands in the code mark, and who has a tick. */
const TABLE = new Map<string, Set<Who>>();
for (const line of readFileSync("docs/roles.md", "utf8").split("\n")) {
  const [what = "", ...ticks] = line.split("|").slice(1, -1);
  const action = /`([^`]+)`/.exec(what)?.[1];
  if (action !== undefined) TABLE.set(action, new Set(WHO.filter((_, i) => ticks[i]?.trim() === "✓")));
}

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

async function newBoard() {
  const { id, tokens } = await house.board({ title: "Before" });
  const token = (who: Who) => (who === "operator" ? INSTANCE : who === "stranger" ? null : tokens[who]);
  return { id, token };
}

/** True if all of them are as the page says. */
async function tryAll(action: string, isAllowed: (who: Who) => Promise<boolean>): Promise<void> {
  const found = await Promise.all(WHO.map(async (who) => [who, await isAllowed(who)] as const));
  expect(Object.fromEntries(found), action).toEqual(
    Object.fromEntries(WHO.map((who) => [who, TABLE.get(action)?.has(who)])),
  );
}

const note = { kind: "note", geo: { x: 1, y: 2, w: 200 }, z: "a0", text: "hi" } as const;

/** What comes of an action on the socket: true if it counts, false if it is refused with the code for it. */
const ON_SOCKET: Record<string, (guest: Guest, other: Guest) => Promise<boolean>> = {
  open: async (guest) => guest.of("hello").length === 1,
  read: async (guest, other) => {
    new BoardEdits(other.doc, null).setTitle("Read");
    await until(() => readBoard(guest.doc).title === "Read", "the change is heard of");
    return true;
  },
  update: async (guest, other) => {
    new BoardEdits(guest.doc, null).add(note, "note-1");
    return isTaken(guest, other);
  },
  state: async (guest, other) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(guest.doc));
    new BoardEdits(doc, null).add(note, "note-1");
    guest.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(doc)));
    return isTaken(guest, other);
  },
  point: async (guest, other) => {
    guest.provider.awareness.setLocalState({ x: 1 });
    const states = () => [...other.provider.awareness.getStates().keys()];
    await until(() => states().includes(guest.doc.clientID), "others see it");
    return true;
  },
  introduce: async (guest) => {
    guest.send(encodeMessage({ type: "introduce", name: "Ann" }));
    await guest.say("no such command", {});
    return guest.closed === null;
  },
  study: async (guest) => {
    guest.send(
      encodeMessage({
        type: "study request",
        experiment: "experiment-1",
        study: "comparison",
        action: "run",
      }),
    );
    await until(() => guest.of("study refused").length === 1, "the answer that there is no such experiment");
    return true;
  },
  look: async (guest) => {
    const run = "0".repeat(64);
    const look = {
      type: "look",
      view: 0,
      serial: 1,
      experiment: "experiment-1",
      variant: "v1",
      run,
      tMs: 1,
      pfn: -1,
    } as const;
    guest.send(
      encodeMessage({
        ...look,
        windows: [{ place: 0, cellPages: 1, cells: 1, mark: 0, isDetailed: false, have: 0 }],
      }),
    );
    await until(() => guest.of("look state").length === 1, "the answer that there is no such run");
    return true;
  },
};

async function isTaken(guest: Guest, other: Guest): Promise<boolean> {
  const isThere = () => "note-1" in readBoard(other.doc).items;
  await until(() => isThere() || guest.closed !== null, "it is taken or refused");
  if (isThere()) return true;
  expect([guest.closed?.code, guest.of("refusal")[0]?.rule]).toEqual([CloseCode.Rejected, "G9"]);
  return false;
}

describe("on the socket", () => {
  for (const [action, act] of Object.entries(ON_SOCKET))
    test(`G9 G24 ${action}`, () =>
      tryAll(action, async (who) => {
        // A board for each: what one has done must not pass for the other's.
        const { id, token } = await newBoard();
        if (who === "stranger") return opens(id);
        const other = await house.guest(id, token("owner") ?? "").synced();
        return act(await house.guest(id, token(who) ?? "").synced(), other);
      }));
});

describe("commands", () => {
  test("G23 every command, by everybody", async () => {
    const { id, token } = await newBoard();
    const guests = new Map<Who, Guest>();
    for (const who of WHO)
      if (who !== "stranger") guests.set(who, await house.guest(id, token(who) ?? "").synced());
    for (const name of COMMANDS.keys())
      await tryAll(name, async (who) => {
        const answer = await guests.get(who)?.say(name, {});
        return answer !== undefined && !/^Viewers can't|^This is not for a/.test(answer ?? "");
      });
  });
});

describe("over HTTP", () => {
  const requests = [...TABLE.keys()].filter((action) => /^[A-Z]+ \//.test(action));
  for (const action of requests)
    test(action, async () => {
      const [method = "", path = ""] = action.split(" ");
      await tryAll(action, async (who) => {
        const { id, token } = await newBoard();
        const address = path.replace("BOARD", id).replace("HASH", "0".repeat(64));
        const body = method === "GET" || method === "DELETE" ? undefined : "{}";
        const response = await house.fetch(address, { method, body }, token(who));
        await response.arrayBuffer();
        expect(response.status, `${action} as ${who}`).not.toBe(405);
        return response.status !== 401 && response.status !== 403;
      });
    });

  test("no address is missing", () => {
    const sources = readdirSync("server/http").filter(
      (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
    );
    const text = [...sources.map((name) => `server/http/${name}`), "server/server.ts"]
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"])
      expect(requests.filter((action) => action.startsWith(`${method} `)).length, method).toBe(
        text.split(`method: "${method}",`).length - 1,
      );
  });
});

test("what the page lists is what there is", () => {
  const known = [...Object.keys(ON_SOCKET), ...COMMANDS.keys()];
  expect([...TABLE.keys()].filter((action) => !action.includes(" ")).sort()).toEqual(known.sort());
});

/** True if a socket of the board opens without any token. */
function opens(board: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${house.origin.replace("http", "ws")}/ws/${board}`);
    socket.on("unexpected-response", (_request, { statusCode }) => resolve(statusCode !== 401));
    socket.on("error", () => {});
    socket.on("open", () => resolve(true));
  });
}
