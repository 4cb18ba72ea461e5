import { type CommandPayloads, readStage, type StagePayloads, timeLeft } from "@carveout/model";
import type { Role } from "@carveout/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { participantOf } from "../access/access";
import { type Guest, House } from "../testing/house";
import { COMMANDS } from "./index";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const ANN = "p-aaaaaaaaaaaaaaaa";

async function table(role: Role = "editor") {
  const { id, tokens } = await house.board();
  const ann = await house.guest(id, tokens[role], { participant: ANN }).synced();
  const join = (as: Role) => house.guest(id, tokens[as]).synced();
  const says = async <Name extends keyof CommandPayloads>(name: Name, payload: CommandPayloads[Name]) =>
    expect([name, await ann.say(name, payload)]).toEqual([name, null]);
  return { ann, join, says };
}

const now = (guest: Guest) => guest.of("hello")[0]?.now ?? Number.NaN;
const one = { point: "one", text: "Order 9 after boot", minutes: 5 };
const two = { point: "two", text: "Who pays for page_ext", minutes: 0 };

/** One honest payload of each, in an order in which each has something to do. */
const SAMPLES: StagePayloads = {
  "agenda.add": one,
  "agenda.edit": one,
  "agenda.tick": { point: "one", done: true },
  "agenda.move": { point: "one", after: null },
  "agenda.go": { point: "one" },
  "timer.start": { lengthMs: 60_000 },
  "timer.pause": {},
  "timer.resume": {},
  "timer.extend": { byMs: 60_000 },
  "timer.end": {},
  "agenda.remove": { point: "one" },
  "spotlight.start": {},
  "spotlight.end": {},
};

describe("who leads a session", () => {
  test("G23 every command of the stage is in the matrix", () => {
    const names = [...COMMANDS.keys()].filter((name) => /^(timer|agenda|spotlight)\./.test(name));
    expect(names.sort()).toEqual(Object.keys(SAMPLES).sort());
  });

  for (const role of ["owner", "editor", "commenter", "viewer"] as const)
    test(`G23 a ${role} ${role === "owner" || role === "editor" ? "leads" : "watches"}`, async () => {
      const { ann } = await table(role);
      for (const [name, payload] of Object.entries(SAMPLES)) {
        const refusal = await ann.say(name, payload);
        if (role === "owner" || role === "editor") expect([name, refusal]).toEqual([name, null]);
        else expect([name, refusal]).toEqual([name, expect.stringMatching(/commenter|Viewers/)]);
      }
      expect(readStage(ann.doc)).toEqual({});
    });
});

describe("the timer", () => {
  test("who comes late finds it running, and knows the server's clock to read it by", async () => {
    const { says, join } = await table();
    await says("timer.start", { lengthMs: 300_000 });
    const late = await join("viewer");
    const { timer } = readStage(late.doc);
    if (timer === undefined) throw new Error("There is no timer.");
    expect(timer.lengthMs).toBe(300_000);
    const left = timeLeft(timer, now(late));
    expect(left).toBeLessThanOrEqual(300_000);
    expect(left).toBeGreaterThan(290_000);
  });

  test("a pause keeps what is left, more time counts in a pause too, and it goes on from there", async () => {
    const { ann, says } = await table();
    await says("timer.start", { lengthMs: 60_000 });
    await says("timer.pause", {});
    const paused = readStage(ann.doc).timer;
    expect(paused?.endsAt).toBeNull();
    await says("timer.extend", { byMs: 60_000 });
    const longer = readStage(ann.doc).timer;
    expect((longer?.leftMs ?? 0) - (paused?.leftMs ?? 0)).toBe(60_000);
    await says("timer.resume", {});
    const running = readStage(ann.doc).timer;
    expect(running?.lengthMs).toBe(120_000);
    expect((running?.endsAt ?? 0) - now(ann)).toBeGreaterThan(110_000);
    await says("timer.end", {});
    expect(await ann.say("timer.pause", {})).toMatch(/ended meanwhile/);
  });

  test("lengths out of range are refused", async () => {
    const { ann } = await table();
    for (const lengthMs of [0, -1, 0.5, 25 * 3_600_000, Number.NaN])
      expect(await ann.say("timer.start", { lengthMs })).toMatch(/can't be read/);
    expect(readStage(ann.doc)).toEqual({});
  });
});

describe("the agenda", () => {
  test("going to a point ticks off the one before and starts its minutes", async () => {
    const { ann, says } = await table();
    await says("agenda.add", one);
    await says("agenda.add", two);
    await says("agenda.go", { point: "one" });
    expect(readStage(ann.doc)).toMatchObject({ agenda: { current: "one" }, timer: { lengthMs: 300_000 } });
    await says("agenda.go", { point: "two" });
    const { agenda, timer } = readStage(ann.doc);
    expect(agenda?.points.map(({ id, done }) => [id, done])).toEqual([
      ["one", true],
      ["two", false],
    ]);
    expect([agenda?.current, timer]).toEqual(["two", undefined]);
  });

  test("points move and go, and what is gone can't be gone to", async () => {
    const { ann, says } = await table();
    for (const point of ["one", "two", "three"]) await says("agenda.add", { ...one, point });
    await says("agenda.move", { point: "three", after: null });
    await says("agenda.move", { point: "one", after: "two" });
    const order = () => readStage(ann.doc).agenda?.points.map(({ id }) => id);
    expect(order()).toEqual(["three", "two", "one"]);
    await says("agenda.go", { point: "two" });
    await says("agenda.remove", { point: "two" });
    expect([order(), readStage(ann.doc).agenda?.current]).toEqual([["three", "one"], null]);
    expect(await ann.say("agenda.go", { point: "two" })).toMatch(/no longer on the agenda/);
    expect(await ann.say("agenda.add", { ...one, text: " " })).toMatch(/can't be read/);
  });
});

test("a spotlight carries the name of who turned it on, whatever the payload says", async () => {
  const { ann, says } = await table();
  expect(await ann.say("spotlight.start", { by: "p-other" })).toMatch(/can't be read/);
  await says("spotlight.start", {});
  expect(readStage(ann.doc).spotlight?.by).toBe(participantOf(ANN));
});
