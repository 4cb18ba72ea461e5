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

  function party() {
    const presence = new Presence(() => undefined);
    return { presence, ann: new Person(presence, "ann"), ben: new Person(presence, "ben") };
  }

  test("only the newest state of a turn goes out, bundled", () => {
    const { presence, ann, ben } = party();
    for (let x = 0; x < 5; x++) ann.say({ x });
    ben.say({ x: 9 });
    const update = presence.of(presence.takeChanges() ?? []);
    expect(presence.takeChanges()).toBeNull();
    const cleo = new Person(presence, "cleo");
    cleo.hear(update);
    expect(cleo.awareness.getStates().get(ann.client)).toEqual({ x: 4 });
    expect(cleo.awareness.getStates().get(ben.client)).toEqual({ x: 9 });
  });

  test("nobody speaks for another, and echoes stop", () => {
    const { presence, ann, ben } = party();
    ann.say({ user: { id: "ann" }, x: 1 });
    ben.say({ x: 2 });
    const update = presence.of(presence.takeChanges() ?? []);
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
    presence.takeChanges();
    expect(ann.say({ x: 1 })).toBe(true);
  });

  test("who leaves is gone for everybody, and is seen at once on return", () => {
    const { presence, ann, ben } = party();
    ann.say({ x: 1 });
    ben.hear(presence.of(presence.takeChanges() ?? []));
    expect(presence.leave(ann.connection)).toBe(true);
    ben.hear(presence.of(presence.takeChanges() ?? []));
    expect(ben.awareness.getStates().has(ann.client)).toBe(false);
    const back = {};
    presence.receive(encodeAwarenessUpdate(ann.awareness, [ann.client]), back, {
      participant: "ann",
      verifiedName: null,
    });
    ben.hear(presence.of(presence.takeChanges() ?? []));
    expect(ben.awareness.getStates().get(ann.client)).toEqual({ x: 1 });
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
    const presence = new Presence(() => "ben");
    expect(new Person(presence, "ann").say({ x: 1 })).toBe(false);
  });
});
