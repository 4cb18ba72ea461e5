import {
  fieldShape,
  type GroupShape,
  type ItemId,
  itemShape,
  itemsOf,
  MAX_TITLE_LENGTH,
  metaOf,
  plainShape,
  ROOTS,
  type Shape,
} from "@carveout/model";
import type * as Y from "yjs";
import type { Mirror } from "./mirror";

type AnyType = Y.AbstractType<unknown>;
type Plain = Record<string, unknown>;

const title = fieldShape({
  key: "title",
  label: "Title",
  type: "text",
  maxLength: MAX_TITLE_LENGTH,
  default: "",
  help: "Shown above the board.",
});

export const META_SHAPE: GroupShape = {
  shape: "group",
  label: "Board",
  keys: {
    carveout: plainShape("Version", (v) => (v === 1 ? null : "is not 1"), { required: true, fixed: true }),
    title: { ...title, required: true },
  },
};

/** Where a type lies on the board. */
export interface Spot {
  root: string;
  /** "" = the root itself. */
  item: ItemId;
  /** Undefined where the shape tree has none: the root of all items, and what nobody knows. */
  shape: Shape | undefined;
  /** What the mirror has there. */
  plain: unknown;
  /** What that lies in, and under which key. */
  holder: Plain;
  key: string;
  /** Among an item's fields, or they themselves. */
  isField: boolean;
}

/** Finds the spots of types that were on the board before: up along the document, and down again along the mirror. */
export class Spots {
  private readonly items: AnyType;
  private readonly meta: AnyType;
  /** Keys from a type up to its root; made once. */
  private readonly keys: string[] = [];
  /** The last that was asked for, which is mostly asked for again. */
  private lastType: AnyType | null = null;
  private lastSpot: Spot | null = null;

  constructor(
    private readonly doc: Y.Doc,
    private readonly mirror: Mirror,
  ) {
    this.items = itemsOf(doc) as unknown as AnyType;
    this.meta = metaOf(doc) as unknown as AnyType;
  }

  /** null if the type, and so maybe something above it, is deleted. */
  of(type: AnyType): Spot | null {
    if (type._item?.deleted) return null;
    if (type !== this.lastType) this.lastSpot = this.find(type);
    this.lastType = type;
    return this.lastSpot;
  }

  /** The mirror has something else in some place now. */
  forget(): void {
    this.lastType = null;
  }

  private find(type: AnyType): Spot {
    const { keys, mirror } = this;
    let at = type;
    let depth = 0;
    for (let item = at._item; item !== null; item = at._item) {
      keys[depth++] = item.parentSub ?? "";
      at = item.parent as AnyType;
    }
    const spot: Spot = {
      root: ROOTS.meta,
      item: "",
      shape: META_SHAPE,
      plain: mirror.meta,
      holder: mirror.meta,
      key: "",
      isField: false,
    };
    if (at !== this.meta) {
      spot.root = at === this.items ? ROOTS.items : rootName(this.doc, at);
      spot.shape = undefined;
      spot.plain = undefined;
    }
    if (at !== this.items || depth === 0) return spot;
    spot.item = keys[--depth] ?? "";
    const item = mirror.items.get(spot.item);
    if (item === undefined) return spot;
    spot.shape = itemShape(item) ?? undefined;
    spot.plain = item;
    spot.isField = depth > 0 && keys[depth - 1] === "fields";
    while (depth > 0) {
      spot.key = keys[--depth] ?? "";
      spot.shape = shapeBelow(spot.shape, spot.key);
      spot.holder = spot.plain as Plain;
      spot.plain = spot.holder?.[spot.key];
    }
    return spot;
  }
}

/** Root and keys of a type. */
export function pathTo(doc: Y.Doc, type: AnyType): string[] {
  const path: string[] = [];
  let at = type;
  for (let item = at._item; item !== null; item = at._item) {
    path.push(item.parentSub ?? "");
    at = item.parent as AnyType;
  }
  path.push(rootName(doc, at));
  return path.reverse();
}

function rootName({ share }: Y.Doc, root: AnyType): string {
  for (const [name, type] of share) if (type === root) return name;
  return "";
}

/** The shape under a key of a group or table. */
function shapeBelow(shape: Shape | undefined, key: string): Shape | undefined {
  if (shape?.shape === "group") return Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
  return shape?.shape === "table" ? shape.row : undefined;
}
