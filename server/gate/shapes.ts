import {
  fieldShape,
  type GroupShape,
  MAX_TITLE_LENGTH,
  plainShape,
  ROOTS,
  type Shape,
  shapeOfItem,
} from "@carveout/model";
import * as Y from "yjs";

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

/** Where a type lies on the board, and its shape; undefined where the shape tree has none (roots). */
export interface Address {
  /** Root and keys. */
  path: readonly string[];
  shape: Shape | undefined;
}

/** Finds addresses of types. A type keeps its own for as long as it lives: what an item's shape depends on is fixed. */
export class Addresses {
  private readonly known = new WeakMap<Y.AbstractType<unknown>, Address>();

  constructor(private readonly doc: Y.Doc) {}

  /** null if the type, and so maybe something above it, is deleted. */
  of(type: Y.AbstractType<unknown>): Address | null {
    if (type._item?.deleted) return null;
    let address = this.known.get(type);
    if (address === undefined) {
      const path = this.pathOf(type);
      address = { path, shape: this.shapeAt(path) };
      this.known.set(type, address);
    }
    return address;
  }

  private pathOf(type: Y.AbstractType<unknown>): string[] {
    const path: string[] = [];
    let at = type;
    for (let item = at._item; item !== null; item = at._item) {
      path.push(item.parentSub ?? "");
      at = item.parent as Y.AbstractType<unknown>;
    }
    for (const [name, root] of this.doc.share) if (root === at) path.push(name);
    return path.reverse();
  }

  private shapeAt([root, id, ...below]: readonly string[]): Shape | undefined {
    if (root === ROOTS.meta) return META_SHAPE;
    if (root !== ROOTS.items || id === undefined) return undefined;
    const item: unknown = this.doc.getMap(ROOTS.items).get(id);
    let shape: Shape | undefined = item instanceof Y.Map ? (shapeOfItem(item) ?? undefined) : undefined;
    for (const key of below) shape = shapeBelow(shape, key);
    return shape;
  }
}

/** The shape under a key of a group or table. */
function shapeBelow(shape: Shape | undefined, key: string): Shape | undefined {
  if (shape?.shape === "group") return Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
  return shape?.shape === "table" ? shape.row : undefined;
}
