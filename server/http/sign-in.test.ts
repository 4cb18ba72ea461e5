import { encodeMessage } from "@carveout/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../operations/log";
import { SqliteStore } from "../store/sqlite";
import { freePort } from "../testing/free-port";
import { House, SIGNER, until } from "../testing/house";
import { CLIENT, TestProvider, Visitor } from "../testing/provider";

let house: House;
let provider: TestProvider;
/** The house's own address is not known before it is open: the provider is told of this one. */
const BASE = new URL("http://carveout.test");
const back = new URL("/sign-in/done", BASE).href;
const isBack = (address: string) => address.startsWith(back);

beforeAll(async () => {
  provider = await TestProvider.open(back);
  house = await open(provider.issuer);
});
afterAll(async () => {
  await house.close();
  await provider.close();
});

/** All that the houses have logged. */
const logged: string[] = [];
const open = (issuer: URL) =>
  House.open(new SqliteStore(":memory:"), {
    log: createLog("trace", { write: (line) => logged.push(line) }),
    base: BASE,
    signIn: { issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, base: BASE },
  });
const here = (address: string) => address.replace(BASE.origin, house.origin);
const me = async (visitor: Visitor) => (await visitor.get(`${house.origin}/api/me`)).json();
const failure = async (visitor: Visitor, address: string) => {
  const response = await visitor.get(here(address));
  expect(response.status).toBe(303);
  const url = new URL(response.headers.get("location") ?? "", BASE);
  expect(url.pathname).toBe("/sign-in/failed");
  return url.searchParams.get("why");
};

async function signedIn(account: string, to = "/"): Promise<Visitor> {
  const visitor = new Visitor();
  const done = await visitor.signIn(`${house.origin}/sign-in?to=${encodeURIComponent(to)}`, account, isBack);
  const response = await visitor.get(here(done));
  expect(response.headers.get("location")).toBe(to);
  return visitor;
}

test("somebody signs in with the provider, is the same participant on every device, and signs out", async () => {
  const { id, tokens } = await house.board();
  const phone = await signedIn("ann", `/b/${id}`);
  const desk = await signedIn("ann");
  expect(await me(phone)).toEqual({ provider: provider.issuer.host, name: "ann of the Provider" });
  const greetings = [];
  for (const visitor of [phone, desk]) {
    const cookie = visitor.cookieFor(house.origin);
    const guest = await house.guest(id, tokens.editor, { cookie }).synced();
    greetings.push(guest.of("hello")[0]);
  }
  expect(greetings[0]).toMatchObject({ name: "ann of the Provider", isVerified: true, role: "editor" });
  expect(greetings[1]?.participant).toBe(greetings[0]?.participant);
  const other = await signedIn("ben");
  const cookie = other.cookieFor(house.origin);
  const ben = await house.guest(id, tokens.editor, { cookie }).synced();
  expect(ben.of("hello")[0]?.participant).not.toBe(greetings[0]?.participant);
  await fetch(`${house.origin}/api/sign-out`, { method: "POST" }).then((response) => {
    expect(response.headers.getSetCookie()[0]).toMatch(/^carveout_session=; Path=\/; Max-Age=0; HttpOnly/);
  });
});

test("signing in opens no board", async () => {
  const { id } = await house.board();
  const ann = await signedIn("ann");
  expect((await ann.get(`${house.origin}/api/boards/${id}`)).status).toBe(401);
  expect((await ann.get(`${house.origin}/api/boards`)).status).toBe(401);
});

test("nobody else becomes that participant, and they take no other name", async () => {
  const { id, tokens } = await house.board();
  const cookie = (await signedIn("ann")).cookieFor(house.origin);
  const ann = await house.guest(id, tokens.editor, { cookie }).synced();
  const { participant = "" } = ann.of("hello")[0] ?? {};
  ann.send(encodeMessage({ type: "introduce", name: "Linus" }));
  const start = { anchor: { at: "canvas", x: 1, y: 1 }, label: "", text: "By whom?", mentions: [] };
  expect(
    await ann.say("thread.start", { thread: "thread-abcdefghij", comment: "comment-abcdefghij", ...start }),
  ).toBeNull();
  const people = ann.doc.getMap("people");
  await until(() => people.has(participant), "the comment is signed");
  expect(people.get(participant)).toMatchObject({ name: "ann of the Provider", verified: true });
  const history = (await (await house.fetch(`/api/boards/${id}/history`)).json()) as { people: object[] };
  expect(history.people).toContainEqual(expect.objectContaining({ id: participant, verified: true }));
  expect((await house.store.open(id))?.participants).toContainEqual(
    expect.objectContaining({ id: participant, name: "ann of the Provider", verified: true }),
  );
  // What can be read off the board is not what the cookies hold.
  for (const forged of [
    `carveout_me=${participant}`,
    `carveout_session=${participant}`,
    `carveout_session=${await SIGNER.sign("link", { sub: participant, name: "Ann" }, null)}`,
  ]) {
    const eve = await house.guest(id, tokens.editor, { cookie: forged }).synced();
    expect(eve.of("hello")[0]?.participant).not.toBe(participant);
    expect(eve.of("hello")[0]?.isVerified).toBe(false);
  }
});

test("a file makes nobody signed in", async () => {
  const from = await house.board();
  const board = {
    carveout: 1,
    title: "Forged",
    items: {},
    people: { "p-x": { name: "Linus", colour: 1, verified: true } },
  };
  const put = { method: "PUT", body: JSON.stringify(board) };
  expect((await house.fetch(`/api/boards/${from.id}/import`, put)).status).toBe(200);
  const made = await house.board({ board });
  for (const { id } of [from, made])
    expect(await (await house.fetch(`/api/boards/${id}`)).json()).toMatchObject({
      people: { "p-x": { name: "Linus", colour: 1 } },
    });
  for (const { id } of [from, made])
    expect(await (await house.fetch(`/api/boards/${id}`)).text()).not.toContain("verified");
});

test("each way of failing is told apart", async () => {
  const eve = new Visitor();
  const done = await eve.signIn(`${house.origin}/sign-in`, "eve", isBack);
  // Another browser has no ticket; a tampered state is not the one that was asked with.
  expect(await failure(new Visitor(), done)).toBe("mismatch");
  expect(await failure(eve, done.replace(/state=[^&]*/, "state=guessed"))).toBe("mismatch");
  const denier = new Visitor();
  await denier.follow(`${house.origin}/sign-in`, (address) => !address.startsWith(house.origin));
  const ticket = denier.cookieFor(house.origin).replace(/.*carveout_sign_in=/, "");
  const { state } = (await SIGNER.read("sign-in", ticket)) as { state: string };
  const iss = encodeURIComponent(provider.issuer.origin);
  expect(await failure(denier, `${back}?error=access_denied&state=${state}&iss=${iss}`)).toBe("denied");
  // The ticket is good for one way back.
  expect(await failure(denier, `${back}?error=access_denied&state=${state}&iss=${iss}`)).toBe("mismatch");
  for (const where of ["https://evil.example/", "//evil.example/x", "\\\\evil.example"]) {
    const visitor = new Visitor();
    const at = await visitor.signIn(`${house.origin}/sign-in?to=${encodeURIComponent(where)}`, "ann", isBack);
    const target = new URL((await visitor.get(here(at))).headers.get("location") ?? "", BASE);
    expect(target.origin).toBe(BASE.origin);
  }
});

test("nothing of a sign-in that opens anything stands in the log", async () => {
  const visitor = new Visitor();
  const done = await visitor.signIn(`${house.origin}/sign-in`, "cleo", isBack);
  const secrets = [new URL(done).searchParams.get("code") ?? "", visitor.cookieFor(house.origin)];
  await visitor.get(here(done));
  secrets.push(visitor.cookieFor(house.origin).replace(/^.*carveout_session=/, ""), CLIENT.secret);
  const all = logged.join("");
  expect(all).toContain("/sign-in/done");
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(20);
    expect(all).not.toContain(secret);
  }
});

test("a provider that is not there is asked again when it is", async () => {
  const port = await freePort();
  const late = await open(new URL(`http://127.0.0.1:${port}`));
  const go = () => fetch(`${late.origin}/sign-in`, { redirect: "manual" });
  expect((await go()).headers.get("location")).toBe("/sign-in/failed?why=unreachable&to=%2F");
  const there = await TestProvider.open(back, port);
  expect((await go()).headers.get("location")).toMatch(new RegExp(`^${there.issuer.origin}/auth\\?`));
  await late.close();
  await there.close();
});

test("without a provider there is nothing to sign in with", async () => {
  const plain = await House.open();
  expect(await (await plain.fetch("/api/me", {}, null)).json()).toEqual({ provider: null, name: null });
  expect((await plain.fetch("/sign-in", {}, null)).status).toBe(404);
  await plain.close();
});
