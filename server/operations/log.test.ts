import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { SqliteStore } from "../store/sqlite";
import { House, INSTANCE, until } from "../testing/house";
import { createLog } from "./log";

/** A store in which one thing goes wrong, with secrets in its words. */
class FaultyStore extends SqliteStore {
  secret = "";
  override async boards(): Promise<never> {
    throw new Error(`GET /?token=${this.secret} with Bearer ${this.secret} and carveout_me=${this.secret}`);
  }
}

describe("the log", () => {
  test("is one object a line, tells a request by its id, and has nothing in it that opens a board", async () => {
    const lines: string[] = [];
    const store = new FaultyStore(":memory:");
    const house = await House.open(store, { log: createLog("trace", { write: (line) => lines.push(line) }) });
    const { id, tokens } = await house.board();
    store.secret = tokens.owner;
    const answer = await house.fetch("/api/boards", { headers: { cookie: `carveout_me=${tokens.owner}` } });
    expect(answer.status).toBe(500);
    const request = answer.headers.get("x-request-id") ?? "";
    expect(request).not.toBe("");
    expect(await answer.text()).toContain(request);
    await house.fetch(`/api/boards/${id}?token=${tokens.editor}`, {}, null);
    const ann = await house.guest(id, tokens.editor).synced();
    ann.doc.getMap("meta").set("carveout", 2);
    await until(() => ann.closed !== null, "an update was rejected");
    const refused = new WebSocket(`${house.origin.replace("http", "ws")}/ws/${id}?token=${tokens.viewer}x`);
    await new Promise((resolve) => refused.once("error", resolve));
    await house.close();
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries.filter((entry) => entry.request === request).map(({ msg }) => msg)).toEqual([
      "not answered",
      "answered",
    ]);
    expect(entries).toContainEqual(
      expect.objectContaining({ msg: "update rejected", board: id, rule: "G8" }),
    );
    const all = lines.join("");
    for (const secret of [INSTANCE, ...Object.values(tokens)]) expect(all).not.toContain(secret);
  });

  test("leaves out what stands under a secret's name, and tokens in texts", () => {
    const lines: string[] = [];
    const log = createLog("info", { write: (line) => lines.push(line) });
    log.info({ token: "s3cret", headers: { cookie: "s3cret", authorization: "s3cret" } }, "token=s3cret&x=1");
    log.child({ link: { token: "s3cret" } }).warn("Bearer s3cret");
    expect(lines).toHaveLength(2);
    expect(lines.join("")).not.toContain("s3cret");
    expect(lines[0]).toContain("&x=1");
  });
});
