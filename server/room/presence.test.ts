import { afterEach, describe, expect, test } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { Presence } from "./presence";

/** A client with its awareness and the connection it speaks through. */
class Person {
  readonly awareness = new Awareness(new Y.Doc());
  readonly connection = {};
  constructor(
    private readonly presence: Presence,
    readonly id: string,
  ) {
    this.awareness.setLocalState(null);
    people.push(this);
  }
  /** By the sign-in provider. */
  verifiedName: string | null = null;
  get client(): number {
    return this.awareness.clientID;
  }
  say(state: Record<string, unknown> | null, clients = [this.client]): boolean {
    this.awareness.setLocalState(state);
    return this.send(clients);
  }
  /** As y-websocket does with everything it hears. */
  send(clients: number[]): boolean {
    return this.presence.receive(encodeAwarenessUpdate(this.awareness, clients), this.connection, {
      participant: this.id,
      verifiedName: this.verifiedName,
    });
  }
  hear(update: Uint8Array | null): void {
    if (update !== null) applyAwarenessUpdate(this.awareness, update, "server");
  }
}
let people: Person[] = [];

describe("presence", () => {
  afterEach(() => {
    for (const { awareness } of people) awareness.destroy();
    people = [];
  });

  let clock = 0;
  /** At a time when everybody may speak. */
  const take = (presence: Presence) => {
    clock += 1000;
    const clients = presence.takeChanges(clock);
    return clients === null ? null : presence.of(clients);
  };

  function party() {
    const presence = new Presence(
      () => undefined,
      () => null,
    );
    return { presence, ann: new Person(presence, "ann"), ben: new Person(presence, "ben") };
  }

  test("only the newest state of a turn goes out, bundled", () => {
    const { presence, ann, ben } = party();
    for (let x = 0; x < 5; x++) ann.say({ x });
    ben.say({ x: 9 });
    const update = take(presence);
    expect(take(presence)).toBeNull();
    const cleo = new Person(presence, "cleo");
    cleo.hear(update);
    expect(cleo.awareness.getStates().get(ann.client)).toMatchObject({ x: 4 });
    expect(cleo.awareness.getStates().get(ben.client)).toMatchObject({ x: 9 });
  });

  test("nobody speaks for another, and echoes stop", () => {
    const { presence, ann, ben } = party();
    ann.say({ user: { id: "ann" }, x: 1 });
    ben.say({ x: 2 });
    const update = take(presence);
    ben.hear(update);
    expect(ben.send([ann.client, ben.client])).toBe(false);
    ben.awareness.states.set(ann.client, { x: 666 });
    ben.awareness.meta.set(ann.client, { clock: 99, lastUpdated: 0 });
    expect(ben.send([ann.client])).toBe(false);
  });

  test("what is no state of this participant is passed over", () => {
    const { presence, ann } = party();
    expect(ann.say({ user: { id: "ben" } })).toBe(false);
    expect(ann.say({ text: "x".repeat(5000) })).toBe(false);
    ann.awareness.states.set(ann.client, [1] as unknown as Record<string, unknown>);
    expect(ann.send([ann.client])).toBe(false);
    expect(ann.say({ user: { id: "ann", name: "Ann" } })).toBe(true);
    expect(presence.everybody()).not.toBeNull();
  });

  test("a renewal with the same state goes out, so that nobody is taken for gone", () => {
    const { presence, ann } = party();
    ann.say({ x: 1 });
    take(presence);
    expect(ann.say({ x: 1 })).toBe(true);
  });

  test("who leaves is gone for everybody, and is seen at once on return", () => {
    const { presence, ann, ben } = party();
    ann.say({ x: 1 });
    ben.hear(take(presence));
    expect(presence.leave(ann.connection)).toBe(true);
    ben.hear(take(presence));
    expect(ben.awareness.getStates().has(ann.client)).toBe(false);
    const back = {};
    presence.receive(encodeAwarenessUpdate(ann.awareness, [ann.client]), back, {
      participant: "ann",
      verifiedName: null,
    });
    ben.hear(take(presence));
    expect(ben.awareness.getStates().get(ann.client)).toMatchObject({ x: 1 });
  });

  test("nobody shows up as signed in who is not, or under another name", () => {
    const { ann, ben } = party();
    ann.verifiedName = "Ann";
    const user = (id: string, name: string, verified: unknown) => ({
      user: { id, name, colour: 1, verified },
    });
    for (const forged of [user("ann", "Linus", true), { user: { name: "Ann", verified: true } }])
      expect(ann.say(forged)).toBe(false);
    expect(ben.say(user("ben", "Ben", true))).toBe(false);
    expect(ann.say(user("ann", "Ann", true))).toBe(true);
    expect(ben.say(user("ben", "Ben", undefined))).toBe(true);
  });

  test("a client id that has written belongs to its writer", () => {
    const presence = new Presence(
      () => "ben",
      () => null,
    );
    expect(new Person(presence, "ann").say({ x: 1 })).toBe(false);
  });

  test("G29 who somebody is says the server: id, colour, and the name once they have one", () => {
    let name = "";
    const presence = new Presence(
      () => undefined,
      () => ({ name, colour: 3 }),
    );
    const [ann, ben] = [new Person(presence, "ann"), new Person(presence, "ben")];
    ann.say({ user: { name: "Claimed", colour: 6, color: "#fff" }, x: 1 });
    ben.hear(take(presence));
    const seen = () => ben.awareness.getStates().get(ann.client);
    expect(seen()).toEqual({ user: { id: "ann", name: "Claimed", colour: 3, color: "#fff" }, x: 1 });
    name = "Ann";
    expect(presence.renamed("ann")).toBe(true);
    const update = take(presence);
    ben.hear(update);
    expect(seen()).toMatchObject({ user: { id: "ann", name: "Ann" }, x: 1 });
    // The sender adopts it, and sending that back is no news.
    ann.hear(update);
    expect(ann.send([ann.client])).toBe(false);
    expect(ann.say({ x: 2 })).toBe(true);
  });

  test("G29 of states that come too fast the newest goes out when its time has come; others are not held up", () => {
    const { presence, ann, ben } = party();
    let sent = 0;
    for (let now = 0; now < 10_000; now += 1) {
      ann.say({ now });
      if (presence.takeChanges(now) !== null) sent++;
    }
    expect(sent).toBeLessThanOrEqual(10 * 60 + 20);
    const wait = presence.wait(9_999) ?? 0;
    expect(wait).toBeGreaterThan(0);
    ben.say({ x: 1 });
    expect(presence.takeChanges(9_999)).toEqual(new Set([ben.client]));
    expect(presence.takeChanges(9_999 + wait)).toEqual(new Set([ann.client]));
    ben.hear(presence.of([ann.client]));
    expect(ben.awareness.getStates().get(ann.client)).toMatchObject({ now: 9_999 });
  });

  test("G29 large states go out at 64 KiB a second", () => {
    const { presence, ann } = party();
    let characters = 0;
    for (let now = 0; now < 10_000; now += 10) {
      ann.say({ now, text: "x".repeat(4000) });
      if (presence.takeChanges(now) !== null) characters += 4000;
    }
    expect(characters).toBeLessThan(10.5 * 64 * 1024);
    expect(characters).toBeGreaterThan(5 * 64 * 1024);
  });

  test("G29 clocks beyond 32 bits, which other clients could not read, and names of a prototype are passed over", () => {
    const { ann } = party();
    ann.awareness.setLocalState({ x: 1 });
    ann.awareness.meta.set(ann.client, { clock: 2 ** 53 - 1, lastUpdated: 0 });
    expect(ann.send([ann.client])).toBe(false);
    ann.awareness.meta.set(ann.client, { clock: 1, lastUpdated: 0 });
    ann.awareness.states.set(ann.client, JSON.parse('{"__proto__":{"x":1}}'));
    expect(ann.send([ann.client])).toBe(false);
    ann.awareness.states.set(ann.client, { x: 1 });
    expect(ann.send([ann.client])).toBe(true);
  });
});
