import * as Y from "yjs";
import { type Decoded, type Struct, structAt } from "./decode";
import { Gap, Rejected, refusedRoot } from "./rejected";

type AnyType = Y.AbstractType<unknown>;

/** Where a struct goes: under a key of a map, or into a text (`key` null). "gone": its surroundings were deleted and collected. */
export type Place = { type: AnyType; key: string | null } | "gone";

/** Deepest nesting of types below a root; an item's rows lie at 4. */
const MAX_DEPTH = 8;
const MAX_KEY_LENGTH = 64;

/**
 * Finds the place of each struct of an update before it is applied. Yjs sends the parent only where there is no neighbour to copy it from, so the
 * way leads over origins, in the document and in the update itself.
 */
export class Places {
  private readonly places = new Map<Y.Item, Place>();
  private readonly newTypes = new Map<AnyType, Y.Item>();
  private readonly count: number;

  constructor(
    private readonly doc: Y.Doc,
    private readonly update: Decoded,
    private readonly roots: ReadonlySet<string>,
  ) {
    let count = 0;
    for (const structs of update.structs.values()) {
      count += structs.length;
      for (const struct of structs)
        if (struct instanceof Y.Item && struct.content instanceof Y.ContentType)
          this.newTypes.set(struct.content.type as unknown as AnyType, struct);
    }
    this.count = count;
  }

  /** True for a type that this update brings. */
  isNew(type: AnyType): boolean {
    return this.newTypes.has(type);
  }

  /** The place of a struct of the update, with everything about it checked. Throws Rejected. */
  check(struct: Y.Item): Place {
    checkBackwards(struct);
    const place = this.of(struct);
    if (place === "gone") return place;
    const { type, key } = place;
    // Stored types have stood the test.
    if (this.newTypes.has(type)) this.checkDepth(type);
    if (key === null) {
      if (!(type instanceof Y.Text)) throw new Rejected("G7", "List content outside of a text.");
      const { content } = struct;
      if (!(content instanceof Y.ContentString || content instanceof Y.ContentDeleted))
        throw new Rejected("G4", "A text holds characters only.");
      this.checkNeighbours(struct, place);
    } else {
      if (!(type instanceof Y.Map)) throw new Rejected("G7", "A key on something that is no map.");
      if (struct.content instanceof Y.ContentString) throw new Rejected("G4", "List content under a key.");
      // Where somebody has overwritten a value more than once, Yjs keeps the old ones together, deleted.
      if (
        struct.length > 1 &&
        !Y.isDeleted(this.update.deleteSet, struct.id) &&
        struct.content instanceof Y.ContentAny
      )
        throw new Rejected("G4", "More than one value under a key.");
      if (struct.rightOrigin !== null)
        throw new Rejected("G7", "A value under a key with a right neighbour.");
      if (key.length > MAX_KEY_LENGTH || key in Object.prototype)
        throw new Rejected("G6", `"${key.slice(0, MAX_KEY_LENGTH)}" is not a key.`);
    }
    return place;
  }

  private of(struct: Y.Item): Place {
    const chain: Y.Item[] = [];
    let place: Place | undefined;
    for (let at: Y.Item | undefined = struct; place === undefined; ) {
      const known = this.places.get(at);
      if (known !== undefined) {
        place = known;
        break;
      }
      chain.push(at);
      if (chain.length > this.count) throw new Rejected("G7", "Origins that go round in a circle.");
      const neighbour: Y.ID | null = at.origin ?? at.rightOrigin;
      if (neighbour === null) {
        place = this.named(at);
        break;
      }
      const next = this.find(neighbour);
      if (!(next instanceof Y.Item)) place = "gone";
      else if (isStored(next)) place = { type: next.parent, key: next.parentSub };
      else at = next;
    }
    for (const item of chain) this.places.set(item, place);
    return place;
  }

  /** The place of a struct that names its parent itself. */
  private named(struct: Y.Item): Place {
    const parent: unknown = struct.parent;
    if (typeof parent === "string") {
      if (!this.roots.has(parent)) throw refusedRoot(parent);
      return { type: this.doc.getMap(parent) as AnyType, key: struct.parentSub };
    }
    const holder = this.find(parent as Y.ID);
    if (!(holder instanceof Y.Item) || holder.content instanceof Y.ContentDeleted) return "gone";
    if (!(holder.content instanceof Y.ContentType)) throw new Rejected("G7", "A parent that holds nothing.");
    return { type: holder.content.type as unknown as AnyType, key: struct.parentSub };
  }

  private find(id: Y.ID): Struct {
    const struct = storedAt(this.doc, id) ?? structAt(this.update.structs.get(id.client) ?? [], id.clock);
    if (struct === undefined) throw new Gap("The update builds on what is not known here.");
    return struct;
  }

  /** Both neighbours lie in the same text. Which of them is the left one shows when the struct is put between them. */
  private checkNeighbours({ origin, rightOrigin }: Y.Item, place: Exclude<Place, "gone">): void {
    if (origin === null || rightOrigin === null) return;
    const right = this.find(rightOrigin);
    if (!(right instanceof Y.Item)) return;
    const rightPlace: Place = isStored(right) ? { type: right.parent, key: right.parentSub } : this.of(right);
    if (rightPlace !== "gone" && (rightPlace.type !== place.type || rightPlace.key !== place.key))
      throw new Rejected("G7", "Neighbours in different places.");
  }

  private checkDepth(type: AnyType): void {
    let depth = 0;
    for (let at: AnyType | null = type; at !== null; depth++) {
      if (depth > MAX_DEPTH) throw new Rejected("G6", `Nested deeper than ${MAX_DEPTH}.`);
      const own = this.newTypes.get(at);
      const place: Place | null =
        own !== undefined
          ? this.of(own)
          : at._item === null
            ? null
            : { type: at._item.parent as AnyType, key: null };
      at = place === null || place === "gone" ? null : place.type;
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

/** Structs of the document know their parent; those of an update name it at most. */
function isStored(item: Y.Item): item is Y.Item & { parent: AnyType } {
  return item.parent instanceof Y.AbstractType;
}

/** What a client refers to in its own history lies before. Yjs relies on it without a look. */
function checkBackwards({ id, origin, rightOrigin, parent }: Y.Item): void {
  for (const to of [origin, rightOrigin, parent])
    if (to instanceof Y.ID && to.client === id.client && to.clock >= id.clock)
      throw new Rejected("G7", "A struct that refers to a later one of its own client.");
}
