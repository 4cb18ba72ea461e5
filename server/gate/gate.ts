import {
  defineRoots,
  type ItemId,
  type ItemJson,
  itemsOf,
  metaOf,
  readItem,
  SHARED_ROOTS,
  toPlain,
} from "@carveout/model";
import type { Refusal } from "@carveout/wire";
import * as Y from "yjs";
import { type Decoded, decode, type Range, SERVER_CLIENT } from "./decode";
import { integrate } from "./integrate";
import { Judge, MAX_ITEMS } from "./judge";
import { Mirror } from "./mirror";
import { ClientOwners } from "./owners";
import { Places } from "./place";
import { judgeReferences } from "./references";
import { Rejected } from "./rejected";
import { Addresses, META_SHAPE } from "./shapes";
import { checkStanding } from "./standing";

/** What came of an update. */
export interface Judged {
  /** False if everything in it was known. */
  isNew: boolean;
  refusals: Refusal[];
  /** Items with a change in their fields, new and removed ones too. */
  items: ReadonlySet<ItemId>;
  /** Items that went away, as they were. */
  removed: ReadonlyMap<ItemId, ItemJson>;
  /** Experiments whose input may be another one now. */
  experiments: ReadonlySet<ItemId>;
  /** Not null where the update turned out to be crafted when part of it was in already. That part has been judged like all others. */
  rejected: Rejected | null;
}

const NOTHING: Judged = {
  isNew: false,
  refusals: [],
  items: new Set(),
  removed: new Map(),
  experiments: new Set(),
  rejected: null,
};

/** Marks the transactions that the gate has been through. */
const JUDGED = Symbol("judged");

/**
 * The only way into a board's document. First a look at the bytes that touches nothing (what honest clients can't produce is thrown as Rejected), then
 * one transaction that applies the update, judges what changed and repairs it: the document emits one update, with the bad value already overwritten.
 * SPEC.md has the rules by number.
 */
export class Gate {
  readonly mirror = new Mirror();
  readonly owners: ClientOwners;
  private readonly addresses: Addresses;

  /** `doc` holds what was stored: it has been judged when it came. */
  constructor(
    private readonly doc: Y.Doc,
    owners: Iterable<readonly [number, string]> = [],
    /** A benchmark lifts it. */
    private readonly maxItems = MAX_ITEMS,
  ) {
    this.addresses = new Addresses(doc);
    this.owners = new ClientOwners(owners);
    doc.clientID = SERVER_CLIENT;
    defineRoots(doc);
    // A transaction with an applied update counts as remote, and Yjs takes a new client id when a remote one writes under the document's own, as
    // repairs do. Not earlier: observers drop their index caches only while it counts as remote.
    doc.on("afterTransaction", (transaction) => {
      if (transaction.meta.has(JUDGED)) transaction.local = true;
    });
    Object.assign(this.mirror.meta, toPlain(META_SHAPE, metaOf(doc)));
    for (const [id, item] of itemsOf(doc).entries()) {
      const plain = readItem(item);
      if (plain === null) continue;
      this.mirror.items.set(id, plain);
      if (plain.kind === "connector") this.mirror.link(id, plain);
    }
  }

  /** True if an update holds nothing that the document does not. Throws Rejected on what can't be read. */
  isKnown(update: Uint8Array): boolean {
    return this.bringsNothing(decode(update, this.doc.store));
  }

  /** Lets `participant`'s update in. Throws Rejected: nothing has happened then. */
  apply(update: Uint8Array, participant: string, origin: unknown): Judged {
    const decoded = decode(update, this.doc.store);
    this.owners.check(decoded.structs.keys(), participant);
    checkStanding(this.doc, decoded, new Places(this.doc, decoded, SHARED_ROOTS), this.addresses);
    if (this.bringsNothing(decoded)) return NOTHING;
    for (const client of decoded.structs.keys()) this.owners.bind(client, participant);
    return this.judged((transaction) => integrate(transaction, decoded), origin);
  }

  /** A change that the server makes itself, under its own client id. It is judged like everybody's. */
  write(change: () => void, origin: unknown = null): Judged {
    return this.judged(change, origin);
  }

  private judged(change: (transaction: Y.Transaction) => void, origin: unknown): Judged {
    return this.doc.transact((transaction) => {
      transaction.meta.set(JUDGED, true);
      let failure: unknown = null;
      try {
        change(transaction);
      } catch (error) {
        // What was applied until then is judged all the same.
        failure = error;
      }
      const judge = new Judge(this.mirror, this.addresses, this.maxItems, transaction);
      judge.run([...transaction.changed] as Parameters<Judge["run"]>[0]);
      const experiments = new Set<ItemId>();
      const items = itemsOf(this.doc) as Y.Map<unknown>;
      const wires = judgeReferences(items, this.mirror, judge.touched, experiments);
      for (const id of judge.touched.items)
        for (const experiment of this.mirror.experimentsOf(id)) experiments.add(experiment);
      if (failure !== null && !(failure instanceof Rejected)) throw failure;
      return {
        isNew: transaction.changed.size > 0,
        refusals: [...judge.refusals, ...wires],
        items: judge.touched.items,
        removed: judge.touched.removed,
        experiments,
        rejected: failure,
      };
    }, origin);
  }

  private bringsNothing({ structs, deletes }: Decoded): boolean {
    return structs.size === 0 && deletes.every((range) => this.isGone(range));
  }

  /** True if everything in the range is deleted already. */
  private isGone(range: Range): boolean {
    const stored = this.doc.store.clients.get(range.client) ?? [];
    for (let i = Y.findIndexSS(stored, range.clock); i < stored.length; i++) {
      const struct = stored[i];
      if (struct === undefined || struct.id.clock >= range.clock + range.len) break;
      if (!struct.deleted) return false;
    }
    return true;
  }
}
