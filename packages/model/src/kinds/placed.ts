import { fieldsShape, isRowKey, plainShape, type Shape } from "../shape";
import { geometryShape, orderShape } from "./geometry";

/** Which items go together: all with the same key. */
export const groupShape = plainShape("Group", (value) =>
  typeof value === "string" && isRowKey(value) ? null : "is not a group's key",
);

/** What can be said of everything that has a place on the board. */
export const PLACED = {
  geo: geometryShape,
  z: orderShape,
  group: groupShape,
  ...fieldsShape("", [
    {
      key: "locked",
      label: "Locked",
      type: "bool",
      default: false,
      help: "Stays where it is: no drag, key or brush moves, resizes or deletes it by accident. Anybody who edits can unlock it.",
    },
  ]).keys,
} as const satisfies Record<string, Shape>;
