import * as z from "zod";
import { CONTROL, CONTROL_IN_TEXT } from "../control";
import { ROW_KEY } from "../shape";

/** Id of an item or of a row of one. */
export const rowKey = z.string().regex(ROW_KEY);
/** Id of a participant, as the server gives it. */
export const personId = z.string().regex(/^[a-z]+[:-][0-9a-z]{1,32}$/);
/** Name of a run, SHA-256 in hex; "" where there was none to look at. */
export const runName = z.string().regex(/^([0-9a-f]{64})?$/);
/** Milliseconds since 1970, stamped by the server. */
export const stamp = z.int().nonnegative();

/** One line that people read. */
export const line = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !CONTROL.test(text), "holds control characters");

/** Text of several lines. */
export const lines = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !CONTROL_IN_TEXT.test(text), "holds control characters");
