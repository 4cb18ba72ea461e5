import * as Y from "yjs";
import { Reader } from "./reader";
import { Gap, Rejected } from "./rejected";

/** Largest update, bytes. */
export const MAX_UPDATE_BYTES = 1024 * 1024;
/** The server's own client id. The smallest there is: where two writes tie, the participant's later one wins over a repair. */
export const SERVER_CLIENT = 1;

/** Highest clock and client id, exclusive: Yjs draws ids of 32 bits, and nobody types 4 billion characters. Beyond 2^53 clocks would no longer add up. */
const MAX_NUMBER = 2 ** 32;

export type Struct = Y.Item | Y.GC;
type AnyType = Y.AbstractType<unknown>;

/** What an update brings of one client: in the order of its clocks, without gap or overlap, from what is known of it on. */
export interface Block {
  readonly client: number;
  readonly structs: Struct[];
  /** The clock behind the last one. */
  end: number;
  /** How many of them are in the document. */
  done: number;
}

/** Bits of a struct's first byte, and what its lower five say of the content. */
const HAS_ORIGIN = 0x80;
const HAS_RIGHT = 0x40;
const HAS_KEY = 0x20;
const CONTENT = 0x1f;
const GC = 0;
const SKIP = 10;
/** Names of contents that a board doesn't hold, by what an update says of them. */
const OTHERS: Readonly<Record<number, string>> = {
  2: "ContentJSON",
  3: "ContentBinary",
  5: "ContentEmbed",
  6: "ContentFormat",
  9: "ContentDoc",
};
const OTHER_TYPES: Readonly<Record<number, string>> = {
  0: "YArray",
  3: "YXmlElement",
  4: "YXmlFragment",
  5: "YXmlHook",
  6: "YXmlText",
};
const NO_TYPES: ReadonlyMap<AnyType, Y.Item> = new Map();

/**
 * An update, taken apart, and checked in what can be said of it without looking where its structs go. The structs are those that go into the document later:
 * a second reading of the bytes, by another reader, might find something else in them. Throws Rejected.
 */
export class Decoded {
  readonly blocks: Block[] = [];
  readonly deletes = Y.createDeleteSet();
  /** Types that it brings, with the struct that holds each. */
  types: ReadonlyMap<AnyType, Y.Item> = NO_TYPES;
  /** How many structs it brings. */
  size = 0;
  /** Blocks by client, once there are several. */
  private byClient: Map<number, Block> | null = null;

  constructor(
    update: Uint8Array,
    private readonly store: Y.Doc["store"],
  ) {
    if (update.length > MAX_UPDATE_BYTES)
      throw new Rejected("G1", `An update is at most ${MAX_UPDATE_BYTES} bytes long.`);
    const reader = new Reader(update);
    try {
      for (let left = reader.uint(); left > 0; left--) this.readStructs(reader);
      for (let left = reader.uint(); left > 0; left--) this.readDeletes(reader);
    } catch (cause) {
      throw cause instanceof Rejected
        ? cause
        : new Rejected("G1", `The update can't be decoded: ${String(cause)}`);
    }
    if (!reader.isAtEnd) throw new Rejected("G1", "The update goes on behind its end.");
  }

  blockOf(client: number): Block | undefined {
    if (this.byClient !== null) return this.byClient.get(client);
    const [only] = this.blocks;
    return only?.client === client ? only : undefined;
  }

  /** The struct of this update that holds `clock`. */
  structAt({ client, clock }: Y.ID): Struct | undefined {
    const structs = this.blockOf(client)?.structs ?? [];
    let low = 0;
    let high = structs.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const struct = structs[middle];
      if (struct === undefined || clock < struct.id.clock) high = middle - 1;
      else if (clock >= struct.id.clock + struct.length) low = middle + 1;
      else return struct;
    }
    return undefined;
  }

  private readStructs(reader: Reader): void {
    const count = reader.uint();
    const client = reader.uint();
    let clock = reader.uint();
    if (client >= MAX_NUMBER) throw new Rejected("G1", "A client id of more than 32 bits.");
    let block = this.blockOf(client);
    let known = block?.end ?? Y.getState(this.store, client);
    for (let left = count; left > 0; left--) {
      const struct = this.readStruct(reader, client, clock);
      const end = clock + struct.length;
      if (struct.length < 1) throw new Rejected("G1", "The update holds a struct of no length.");
      if (end >= MAX_NUMBER) throw new Rejected("G1", "A clock of more than 32 bits.");
      if (clock > known) throw new Gap("The update does not continue what is known of its client.");
      if (end > known) {
        block ??= this.newBlock(client);
        block.structs.push(clock < known ? restOf(struct, known) : struct);
        block.end = end;
        this.size++;
        known = end;
      }
      clock = end;
    }
  }

  private newBlock(client: number): Block {
    const block: Block = { client, structs: [], end: 0, done: 0 };
    this.blocks.push(block);
    if (this.blocks.length > 1) {
      this.byClient ??= new Map(this.blocks.map((each) => [each.client, each]));
      this.byClient.set(client, block);
    }
    return block;
  }

  private readStruct(reader: Reader, client: number, clock: number): Struct {
    const info = reader.byte();
    const id = Y.createID(client, clock);
    const ref = info & CONTENT;
    if (ref === GC) return new Y.GC(id, reader.uint());
    if (ref === SKIP) throw new Gap("The update leaves out structs.");
    const origin = (info & HAS_ORIGIN) !== 0 ? reader.id() : null;
    const right = (info & HAS_RIGHT) !== 0 ? reader.id() : null;
    let parent: string | Y.ID | null = null;
    let key: string | null = null;
    // Who has a neighbour lies where it does.
    if (origin === null && right === null) {
      parent = reader.uint() === 1 ? reader.string() : reader.id();
      if ((info & HAS_KEY) !== 0) key = reader.string();
    }
    const content = readContent(reader, ref);
    // Yjs puts the root's name there as well, until it looks for the root.
    const item = new Y.Item(id, null, origin, null, right, parent as Y.ID | null, key, content);
    if (content instanceof Y.ContentType) {
      if (this.types === NO_TYPES) this.types = new Map();
      (this.types as Map<AnyType, Y.Item>).set(content.type as unknown as AnyType, item);
    }
    return item;
  }

  private readDeletes(reader: Reader): void {
    const client = reader.uint();
    const count = reader.uint();
    const known = this.blockOf(client)?.end ?? Y.getState(this.store, client);
    let ranges = this.deletes.clients.get(client);
    const last = ranges?.at(-1);
    let end = last === undefined ? 0 : last.clock + last.len;
    for (let left = count; left > 0; left--) {
      const clock = reader.uint();
      const len = reader.uint();
      if (len < 1) throw new Rejected("G1", "The update deletes a range of no length.");
      if (clock < end)
        throw new Rejected("G1", "The update deletes ranges that overlap or are out of order.");
      end = clock + len;
      if (end > known) throw new Gap("The update deletes what is not known here.");
      if (ranges === undefined) {
        ranges = [];
        this.deletes.clients.set(client, ranges);
      }
      ranges.push({ clock, len });
    }
  }
}

function readContent(reader: Reader, ref: number): Y.Item["content"] {
  switch (ref) {
    case 1:
      return new Y.ContentDeleted(reader.uint());
    case 4:
      return new Y.ContentString(reader.string());
    case 7: {
      const type = reader.uint();
      if (type === 1) return new Y.ContentType(new Y.Map());
      if (type === 2) return new Y.ContentType(new Y.Text());
      throw new Rejected(
        OTHER_TYPES[type] === undefined ? "G1" : "G4",
        `A board holds no ${OTHER_TYPES[type] ?? `type ${type}`}.`,
      );
    }
    case 8: {
      const values: unknown[] = [];
      for (let left = reader.uint(); left > 0; left--) values.push(reader.any());
      return new Y.ContentAny(values);
    }
    default:
      throw new Rejected(
        OTHERS[ref] === undefined ? "G1" : "G4",
        `A board holds no ${OTHERS[ref] ?? `content ${ref}`}.`,
      );
  }
}

/** What is not here yet of a struct: it follows what is, wherever that lies. */
function restOf(struct: Struct, from: number): Struct {
  const { client, clock } = struct.id;
  const id = Y.createID(client, from);
  if (struct instanceof Y.GC) return new Y.GC(id, struct.length - (from - clock));
  const content = struct.content.splice(from - clock);
  return new Y.Item(id, null, Y.createID(client, from - 1), null, struct.rightOrigin, null, null, content);
}
