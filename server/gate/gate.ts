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
import { Decoded, SERVER_CLIENT } from "./decode";
import { integrate } from "./integrate";
import { Judge, MAX_ITEMS } from "./judge";
import { Mirror } from "./mirror";
import { ClientOwners } from "./owners";
import { Places } from "./place";
import { judgeReferences } from "./references";
import { Rejected } from "./rejected";
import { META_SHAPE, Spots } from "./shapes";
import { checkStanding } from "./standing";

/** What came of an update. */
export interface Judged {
  /** False if everything in it was known. */
  isNew: boolean;
  refusals: readonly Refusal[];
  /** Items with a change in their fields, new and removed ones too. */
  items: readonly ItemId[];
  /** Items that went away, as they were. */
  removed: ReadonlyMap<ItemId, ItemJson>;
  /** Experiments that a wire came to or went from. */
  rewired: ReadonlySet<ItemId>;
  /** Not null where the update turned out to be crafted when part of it was in already. That part has been judged like all others. */
  rejected: Rejected | null;
}

const NOTHING: Judged = {
  isNew: false,
  refusals: [],
  items: [],
  removed: new Map(),
  rewired: new Set(),
  rejected: null,
};

/**
 * The only way into a board's document. First a look at the bytes that touches nothing (what honest clients can't produce is thrown as Rejected), then
 * one transaction that applies the update, judges what changed and repairs it: the document emits one update, with the bad value already overwritten.
 * SPEC.md has the rules by number.
 */
export class Gate {
  readonly mirror = new Mirror();
  readonly owners: ClientOwners;
  private readonly spots: Spots;

  /** `doc` holds what was stored: it has been judged when it came. */
  constructor(
    private readonly doc: Y.Doc,
    owners: Iterable<readonly [number, string]> = [],
    /** A benchmark lifts it. */
    private readonly maxItems = MAX_ITEMS,
  ) {
    this.owners = new ClientOwners(owners);
    doc.clientID = SERVER_CLIENT;
    defineRoots(doc);
    this.spots = new Spots(doc, this.mirror);
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
    return this.bringsNothing(new Decoded(update, this.doc.store));
  }

  /** Lets `participant`'s update in. Throws Rejected: nothing has happened then. */
  apply(update: Uint8Array, participant: string, origin: unknown): Judged {
    const decoded = new Decoded(update, this.doc.store);
    this.owners.check(decoded.blocks, participant);
    checkStanding(this.doc, decoded, new Places(this.doc, decoded, SHARED_ROOTS), this.spots);
    if (this.bringsNothing(decoded)) return NOTHING;
    for (const { client } of decoded.blocks) this.owners.bind(client, participant);
    return this.judged((transaction) => integrate(transaction, decoded), origin);
  }

  /** A change that the server makes itself, under its own client id. It is judged like everybody's. */
  write(change: () => void, origin: unknown = null): Judged {
    return this.judged(change, origin);
  }

  private judged(change: (transaction: Y.Transaction) => void, origin: unknown): Judged {
    return this.doc.transact((transaction) => {
      let failure: unknown = null;
      try {
        change(transaction);
      } catch (error) {
        // What was applied until then is judged all the same.
        failure = error;
      }
      const judge = new Judge(this.mirror, this.spots, this.maxItems, transaction);
      judge.run();
      const { touched, refusals } = judge;
      const items = itemsOf(this.doc) as Y.Map<unknown>;
      const rewired = judgeReferences(items, this.mirror, touched, refusals);
      if (failure !== null && !(failure instanceof Rejected)) throw failure;
      this.keepClient(transaction);
      return {
        isNew: transaction.changed.size > 0,
        refusals,
        items: touched.items,
        removed: touched.removed ?? NOTHING.removed,
        rewired,
        rejected: failure,
      };
    }, origin);
  }

  /**
   * A transaction with an applied update counts as remote, and Yjs takes a new client id when a remote one has written under the document's own, as repairs
   * do. So it counts as local from here on; observers of a text would keep its index cache in one of those, therefore it goes now.
   */
  private keepClient(transaction: Y.Transaction): void {
    transaction.local = true;
    for (const { _searchMarker } of transaction.changed.keys())
      if (_searchMarker !== null) _searchMarker.length = 0;
  }

  private bringsNothing({ blocks, deletes }: Decoded): boolean {
    if (blocks.length > 0) return false;
    for (const [client, ranges] of deletes.clients)
      for (const { clock, len } of ranges) if (!this.isGone(client, clock, len)) return false;
    return true;
  }

  /** True if everything in the range is deleted already. */
  private isGone(client: number, clock: number, len: number): boolean {
    const stored = this.doc.store.clients.get(client) ?? [];
    for (let i = Y.findIndexSS(stored, clock); i < stored.length; i++) {
      const struct = stored[i];
      if (struct === undefined || struct.id.clock >= clock + len) break;
      if (!struct.deleted) return false;
    }
    return true;
  }
}
