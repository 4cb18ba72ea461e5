import { BoardEdits, defineRoots, type ItemJson, readBoard, seedBoard } from "@carveout/model";
import * as Y from "yjs";
import { Gate, type Judged } from "../gate/gate";

/** A participant's replica. Its updates wait in `outbox`, the server's in `inbox`, until the test delivers them. */
export interface Replica {
  name: string;
  doc: Y.Doc;
  edits: BoardEdits;
  outbox: Uint8Array[];
  inbox: Uint8Array[];
  /** What its observers have seen under items and meta, after each event, as JSON. */
  seen: string[];
}

/** A gate with a document and replicas whose messages move only when told. */
export class Bench {
  readonly doc = new Y.Doc();
  readonly gate: Gate;
  readonly replicas: Replica[] = [];
  /** Update events of the server's document. */
  events = 0;
  private client = 100;

  constructor(items: Record<string, ItemJson> = {}) {
    const seed = new Y.Doc();
    seed.clientID = 1;
    seedBoard(seed, { carveout: 1, title: "Bench", items });
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(seed));
    this.gate = new Gate(this.doc);
    this.doc.on("update", (update: Uint8Array) => {
      this.events++;
      for (const replica of this.replicas) replica.inbox.push(update);
    });
  }

  replica(name: string): Replica {
    const doc = new Y.Doc();
    doc.clientID = this.client++;
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc), "server");
    const replica: Replica = { name, doc, edits: new BoardEdits(doc, name), outbox: [], inbox: [], seen: [] };
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "server") replica.outbox.push(update);
      else replica.seen.push(JSON.stringify([doc.getMap("items"), doc.getMap("meta")]));
    });
    this.replicas.push(replica);
    return replica;
  }

  /** Sends an update as `name` would. Throws Rejected. */
  send(update: Uint8Array, name: string): Judged {
    const judged = this.gate.apply(update, name, name);
    if (judged.rejected !== null) throw judged.rejected;
    return judged;
  }

  /** Brings what a replica wrote to the server; returns what the gate said to each update. */
  up(replica: Replica): Judged[] {
    return replica.outbox.splice(0).map((update) => this.send(update, replica.name));
  }

  /** Brings everybody what the server sent. */
  down(): void {
    for (const { doc, inbox } of this.replicas)
      for (const update of inbox.splice(0)) Y.applyUpdate(doc, update, "server");
  }

  /** Everything everywhere. */
  settle(): Judged[] {
    const judged = this.replicas.flatMap((replica) => this.up(replica));
    this.down();
    return judged;
  }

  /** The mirror as a board, to be compared with the document. */
  mirrored(): unknown {
    return { items: Object.fromEntries(this.gate.mirror.items), meta: this.gate.mirror.meta };
  }

  /** What the mirror should be. */
  judged(): unknown {
    return { items: readBoard(this.doc).items, meta: this.doc.getMap("meta").toJSON() };
  }
}

/** The JSON of a document with everything that is in it, known to a shape or not. */
export function rawJson(doc: Y.Doc): unknown {
  defineRoots(doc);
  return Object.fromEntries([...doc.share.keys()].sort().map((root) => [root, doc.getMap(root).toJSON()]));
}

const place = { geo: { x: 0, y: 0, w: 300 }, z: "a0" };

/** A profile, a workload and an experiment with one variant, wired. */
export function wiredBoard(): Record<string, ItemJson> {
  return {
    "profile-1": {
      kind: "profile",
      ...place,
      name: "Laptop",
      fields: {
        banks: { b0: { sizeBytes: 1_048_056 * 1024 } },
        reserved: {},
        cma: {},
        tlb: {},
        tagStorage: {},
        pmem: {},
      },
    },
    "workload-1": { kind: "workload", ...place, fields: { durationMs: 500, orders: {} } },
    "experiment-1": { kind: "experiment", ...place, fields: { variants: { v1: { order: "a0" } } } },
    "wire-1": {
      kind: "connector",
      from: { item: "profile-1" },
      to: { item: "experiment-1", port: "profile" },
    },
    "wire-2": {
      kind: "connector",
      from: { item: "workload-1" },
      to: { item: "experiment-1", port: "workload" },
    },
    "note-1": { kind: "note", ...place, text: "A note." },
  };
}
