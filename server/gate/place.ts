import * as Y from "yjs";
import type { Decoded, Struct } from "./decode";
import { isReserved } from "./plain";
import { Gap, Rejected, refusedRoot } from "./rejected";

type AnyType = Y.AbstractType<unknown>;

/** Deepest nesting of types below a root; an item's rows lie at 4. */
const MAX_DEPTH = 8;
const MAX_KEY_LENGTH = 64;

/**
 * Finds the place of each struct of an update before it is applied: a type, and in a map the struct's own key. Yjs sends the parent only where there is no
 * neighbour to copy it from, so the way leads over origins, in the document and in the update itself. What was found is noted in the struct, as Yjs would.
 */
export class Places {
  /** Of those with neighbours, whose surroundings were deleted and collected. */
  private gone: Set<Y.Item> | null = null;

  constructor(
    private readonly doc: Y.Doc,
    private readonly update: Decoded,
    private readonly roots: ReadonlySet<string>,
  ) {}

  /** The type that a struct of the update goes into, with everything about it checked; null if its surroundings are gone. Throws Rejected. */
  check(struct: Y.Item): AnyType | null {
    checkBackwards(struct, struct.origin);
    checkBackwards(struct, struct.rightOrigin);
    checkBackwards(struct, struct.parent);
    const type = this.typeOf(struct);
    if (type === null) return null;
    // Stored types have stood the test.
    if (this.update.types.has(type)) this.checkDepth(type);
    if (struct.parentSub === null) this.checkInText(struct, type);
    else this.checkUnderKey(struct, struct.parentSub, type);
    return type;
  }

  private checkInText(struct: Y.Item, type: AnyType): void {
    if (!(type instanceof Y.Text)) throw new Rejected("G7", "List content outside of a text.");
    const { content, origin, rightOrigin } = struct;
    if (!(content instanceof Y.ContentString || content instanceof Y.ContentDeleted))
      throw new Rejected("G4", "A text holds characters only.");
    // Both neighbours lie in the same text. Which of them is the left one shows when the struct is put between them.
    if (origin === null || rightOrigin === null) return;
    const right = this.find(rightOrigin);
    if (!(right instanceof Y.Item)) return;
    const other = this.typeOf(right);
    if (other !== null && (other !== type || right.parentSub !== null))
      throw new Rejected("G7", "Neighbours in different places.");
  }

  private checkUnderKey({ content, id, length, rightOrigin }: Y.Item, key: string, type: AnyType): void {
    if (!(type instanceof Y.Map)) throw new Rejected("G7", "A key on something that is no map.");
    if (content instanceof Y.ContentString) throw new Rejected("G4", "List content under a key.");
    // Where somebody has overwritten a value more than once, Yjs keeps the old ones together, deleted.
    if (length > 1 && content instanceof Y.ContentAny && !Y.isDeleted(this.update.deletes, id))
      throw new Rejected("G4", "More than one value under a key.");
    if (rightOrigin !== null) throw new Rejected("G7", "A value under a key with a right neighbour.");
    if (key.length > MAX_KEY_LENGTH || isReserved(key))
      throw new Rejected("G6", `"${key.slice(0, MAX_KEY_LENGTH)}" is not a key.`);
  }

  /** Structs of the document know their type; of an update's, those do that have been here before. */
  private typeOf(struct: Y.Item): AnyType | null {
    let end = struct;
    let chain: Y.Item[] | null = null;
    let type: AnyType | null = null;
    for (;;) {
      if (end.parent instanceof Y.AbstractType) {
        type = end.parent;
        break;
      }
      const neighbour: Y.ID | null = end.origin ?? end.rightOrigin;
      if (neighbour === null) {
        type = this.named(end);
        break;
      }
      if (this.gone?.has(end)) break;
      chain ??= [];
      chain.push(end);
      if (chain.length > this.update.size) throw new Rejected("G7", "Origins that go round in a circle.");
      const next = this.find(neighbour);
      if (!(next instanceof Y.Item)) break;
      end = next;
    }
    if (chain === null) return type;
    if (type === null) this.gone ??= new Set();
    for (const item of chain)
      if (type === null) this.gone?.add(item);
      else {
        item.parent = type;
        item.parentSub = end.parentSub;
      }
    return type;
  }

  /** The type that a struct names itself. */
  private named(struct: Y.Item): AnyType | null {
    const parent: unknown = struct.parent;
    if (typeof parent === "string") {
      if (!this.roots.has(parent)) throw refusedRoot(parent);
      struct.parent = this.doc.getMap(parent) as unknown as AnyType;
      return struct.parent;
    }
    const holder = this.find(parent as Y.ID);
    if (!(holder instanceof Y.Item) || holder.content instanceof Y.ContentDeleted) return null;
    if (!(holder.content instanceof Y.ContentType)) throw new Rejected("G7", "A parent that holds nothing.");
    // Not noted: of another client's holder in the update, Yjs still has to see that it goes in first.
    return holder.content.type as unknown as AnyType;
  }

  private find(id: Y.ID): Struct {
    const struct = storedAt(this.doc, id) ?? this.update.structAt(id);
    if (struct === undefined) throw new Gap("The update builds on what is not known here.");
    return struct;
  }

  private checkDepth(type: AnyType): void {
    let depth = 0;
    for (let at: AnyType | null = type; at !== null; depth++) {
      if (depth > MAX_DEPTH) throw new Rejected("G6", `Nested deeper than ${MAX_DEPTH}.`);
      const holder: Y.Item | null = this.update.types.get(at) ?? at._item;
      at = holder === null ? null : this.typeOf(holder);
    }
  }
}

/** Yjs guesses where a clock lies: in a long history that is much faster than halving. */
function storedAt({ store }: Y.Doc, { client, clock }: Y.ID): Struct | undefined {
  const structs = store.clients.get(client);
  const last = structs?.at(-1);
  if (structs === undefined || last === undefined || clock >= last.id.clock + last.length) return undefined;
  return structs[Y.findIndexSS(structs, clock)];
}

/** What a client refers to in its own history lies before. Yjs relies on it without a look. */
function checkBackwards({ id }: Y.Item, to: unknown): void {
  if (to instanceof Y.ID && to.client === id.client && to.clock >= id.clock)
    throw new Rejected("G7", "A struct that refers to a later one of its own client.");
}
