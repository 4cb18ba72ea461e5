import * as z from "zod";
import { line } from "./common.schema";
import { MAX_PERSON_NAME } from "./terms";

/** Somebody who has said something on the board. */
export const person = z.strictObject({
  name: line(MAX_PERSON_NAME),
  /** 1 to 6: colour token p-1 to p-6. */
  colour: z.int().min(1).max(6),
  /** The name is the one that the sign-in provider knows this person by; written by the server only. */
  verified: z.literal(true).optional(),
});

export type PersonJson = z.infer<typeof person>;
