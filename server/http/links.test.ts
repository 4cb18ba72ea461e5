import { CloseCode, encodeMessage, type Role } from "@carveout/wire";
import { decodeJwt, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newLink } from "../access/links";
import { House, SIGNER, until } from "../testing/house";

interface Shown {
  id: string;
  role: Role;
  name: string;
  madeBy: string | null;
  expiresAt: number | null;
  usedAt: number | null;
  isYours: boolean;
  address: string;
}

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const tokenOf = ({ address }: Shown) => new URL(address).searchParams.get("token") ?? "";

/** A board and what its owner can do with its links. */
async function owned() {
  const { id, tokens } = await house.board();
  const at = (path = "") => `/api/boards/${id}/links${path}`;
  const list = async () => (await (await house.fetch(at(), {}, tokens.owner)).json()) as Shown[];
  const send = (method: string, path: string, body?: object, token: string | null = tokens.owner) =>
    house.fetch(at(path), { method, ...(body && { body: JSON.stringify(body) }) }, token);
  const make = async (body: object) => {
    const response = await send("POST", "", body);
    expect(response.status).toBe(201);
    return (await response.json()) as Shown;
  };
  const opens = async (token: string) => (await house.fetch(`/api/boards/${id}`, {}, token)).status;
  return { id, tokens, list, send, make, opens };
}

test("a board begins with a link for each role; an owner sees them, and nobody else", async () => {
  const { tokens, list, send } = await owned();
  const links = await list();
  expect(links.map(({ role }) => role)).toEqual(["owner", "editor", "commenter", "viewer"]);
  for (const link of links) expect(tokenOf(link)).toBe(tokens[link.role]);
  expect(links.map(({ isYours }) => isYours)).toEqual([true, false, false, false]);
  for (const token of [tokens.editor, tokens.commenter, tokens.viewer])
    for (const [method, path, body] of [
      ["GET", ""],
      ["POST", "", { role: "owner" }],
      ["DELETE", `/${links[3]?.id}`],
      ["POST", `/${links[3]?.id}/restore`],
    ] as const)
      expect((await send(method, path, body, token)).status).toBe(403);
  expect((await send("GET", "", undefined, null)).status).toBe(401);
  expect(await list()).toHaveLength(4);
});

test("a link has a name, its maker and its last use", async () => {
  const { id, tokens, list, send, make } = await owned();
  const participant = "p-ownerownerowner1";
  const ann = await house.guest(id, tokens.owner, { participant }).synced();
  ann.send(encodeMessage({ type: "introduce", name: "Ann" }));
  const cookie = `carveout_me=${participant}; carveout_b_${id}=${tokens.owner}`;
  ann.send(encodeMessage({ type: "command", id: "after-the-name", name: "none", payload: null }));
  await until(() => ann.of("answer").length > 0, "the name has arrived");
  const body = JSON.stringify({ role: "commenter", name: " for linux-mm " });
  const made = await house.fetch(
    `/api/boards/${id}/links`,
    { method: "POST", body, headers: { cookie } },
    null,
  );
  const link = (await made.json()) as Shown;
  expect(link).toMatchObject({ role: "commenter", name: "for linux-mm", madeBy: "Ann", usedAt: null });
  const before = Date.now();
  const guest = await house.guest(id, tokenOf(link)).synced();
  expect(guest.of("hello")[0]?.role).toBe("commenter");
  const used = (await list()).find((other) => other.id === link.id)?.usedAt ?? 0;
  expect(used).toBeGreaterThanOrEqual(before);
  for (const wrong of [
    { role: "king" },
    { role: "viewer", name: "x".repeat(61) },
    { role: "viewer", by: "me" },
  ])
    expect((await send("POST", "", wrong)).status).toBe(400);
  expect((await send("POST", "", { role: "viewer", expiresAt: Date.now() - 1 })).status).toBe(422);
  expect((await make({ role: "viewer" })).name).toBe("");
});

test("a withdrawn link closes what is open by it at once, and nothing else, until it is given back", async () => {
  const { id, tokens, list, send, make, opens } = await owned();
  const link = await make({ role: "editor", name: "leaked" });
  const token = tokenOf(link);
  const eve = await house.guest(id, token).synced();
  const ben = await house.guest(id, tokens.editor).synced();
  expect((await send("DELETE", `/${link.id}`)).status).toBe(200);
  await until(() => eve.closed !== null, "the withdrawn link's socket closes");
  expect(eve.closed).toEqual({
    code: CloseCode.Withdrawn,
    reason: "An owner of the board has withdrawn the link.",
  });
  expect(await opens(token)).toBe(401);
  const page = await house.fetch(`/b/${id}?token=${token}`, {}, null);
  expect([page.status, await page.text()]).toEqual([
    401,
    "This link was withdrawn. Ask whoever sent it for a new one.\n",
  ]);
  expect((await list()).map(({ id: other }) => other)).not.toContain(link.id);
  expect([ben.closed, await opens(tokens.editor)]).toEqual([null, 200]);
  expect((await send("POST", `/${link.id}/restore`)).status).toBe(200);
  expect(await opens(token)).toBe(200);
  const again = await house.guest(id, token).synced();
  expect(again.closed).toBeNull();
  for (const path of ["/none", `/${(await owned()).id}`])
    expect((await send("DELETE", path)).status).toBe(404);
});

test("an owner does not withdraw the link they are here by", async () => {
  const { tokens, list, send, opens } = await owned();
  const mine = (await list()).find(({ isYours }) => isYours);
  expect((await send("DELETE", `/${mine?.id}`)).status).toBe(409);
  expect(await opens(tokens.owner)).toBe(200);
});

test("at its time a link opens nothing any more, and what is open by it closes", async () => {
  const { id, make, opens } = await owned();
  const link = await make({ role: "viewer", expiresAt: Date.now() + 1500 });
  const eve = await house.guest(id, tokenOf(link)).synced();
  expect(await opens(tokenOf(link))).toBe(200);
  await until(() => eve.closed !== null, "the socket closes at the link's time");
  expect(eve.closed?.code).toBe(CloseCode.Expired);
  expect(Date.now()).toBeGreaterThanOrEqual(link.expiresAt ?? 0);
  expect(await opens(tokenOf(link))).toBe(401);
});

test("a token counts as it was signed: for its board, its role and its link, with this server's key", async () => {
  const { tokens, opens } = await owned();
  const other = await owned();
  const claims = decodeJwt(tokens.viewer);
  expect(Object.keys(claims).sort()).toEqual(["aud", "jti", "role"]);
  const sign = (over: object, key = new Uint8Array(32).fill(7), aud = "link") =>
    new SignJWT({ ...claims, ...over }).setProtectedHeader({ alg: "HS256" }).setAudience(aud).sign(key);
  expect(await opens(await sign({}))).toBe(200);
  for (const forged of [
    await sign({}, new Uint8Array(32)),
    await sign({}, undefined, "session"),
    await sign({ role: "owner" }),
    await sign({ jti: "none" }),
    await sign({ exp: 1 }),
    `${tokens.viewer.slice(0, -2)}AA`,
    tokens.viewer.replace(/^[^.]*/, Buffer.from('{"alg":"none"}').toString("base64url")),
    other.tokens.viewer,
  ])
    expect(await opens(forged)).toBe(401);
  expect((await house.fetch(`/api/boards/${other.id}`, {}, await sign({}))).status).toBe(401);
});

test("a link from before links were signed opens its board, is listed as it is, and can be withdrawn", async () => {
  const { id, list, send, opens } = await owned();
  await house.store.addLink(id, newLink({ role: "editor", token: "t".repeat(32) }));
  expect(await opens("t".repeat(32))).toBe(200);
  const old = (await list()).at(-1);
  expect(old && tokenOf(old)).toBe("t".repeat(32));
  expect((await send("DELETE", `/${old?.id}`)).status).toBe(200);
  expect(await opens("t".repeat(32))).toBe(401);
});

test("the same link has the same token, signed anew", async () => {
  const claims = { jti: "l", role: "viewer" };
  const [one, two] = [await SIGNER.sign("link", claims, 5000), await SIGNER.sign("link", claims, 5000)];
  expect(one).toBe(two);
});
