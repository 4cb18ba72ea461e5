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

/** Root and keys down to a type of the document, or null if it or something above it is deleted. */
export function pathOf(doc: Y.Doc, type: Y.AbstractType<unknown>): string[] | null {
  const path: string[] = [];
  let at = type;
  for (let item = at._item; item !== null; item = at._item) {
    if (item.deleted) return null;
    path.push(item.parentSub ?? "");
    at = item.parent as Y.AbstractType<unknown>;
  }
  for (const [name, root] of doc.share) if (root === at) path.push(name);
  return path.reverse();
}

/** The shape of a type of a judged document, or undefined where the shape tree has none (roots). */
export function shapeAt(doc: Y.Doc, path: readonly string[]): Shape | undefined {
  const [root, id, ...below] = path;
  if (root === ROOTS.meta) return META_SHAPE;
  if (root !== ROOTS.items || id === undefined) return undefined;
  const item: unknown = doc.getMap(ROOTS.items).get(id);
  let shape: Shape | undefined = item instanceof Y.Map ? (shapeOfItem(item) ?? undefined) : undefined;
  for (const key of below) shape = shapeBelow(shape, key);
  return shape;
}

/** The shape under a key of a group or table. */
export function shapeBelow(shape: Shape | undefined, key: string): Shape | undefined {
  if (shape?.shape === "group") return Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
  return shape?.shape === "table" ? shape.row : undefined;
}
