import { isRowKey, plainShape } from "../shape";
import { isPlainObject } from "./geometry";

/** The item a wire starts at. Its kind decides which port it leaves from. */
export interface WireStart {
  item: string;
}

/** The experiment and its port: "profile", "workload" or the id of a variant. */
export interface WireEnd {
  item: string;
  port: string;
}

function isId(value: unknown): boolean {
  return typeof value === "string" && isRowKey(value);
}

export const wireStartShape = plainShape(
  "Wire start",
  (value) => (isPlainObject(value, ["item"]) && isId(value.item) ? null : "is not of the form {item}"),
  { required: true, fixed: true },
);

export const wireEndShape = plainShape(
  "Wire end",
  (value) =>
    isPlainObject(value, ["item", "port"]) && isId(value.item) && isId(value.port)
      ? null
      : "is not of the form {item, port}",
  { required: true, fixed: true },
);
