import * as z from "zod";
import { line, personId, rowKey, runName, stamp } from "./common.schema";
import { MAX_VERDICT_NOTE, VERDICT_TAGS } from "./terms";

/** An address that fits between < and > of a trailer. */
const mail = z
  .string()
  .max(120)
  .regex(/^[^\s<>@"(),:;]+@[^\s<>@"(),:;]+$/);
const tag = z.enum(VERDICT_TAGS);
const note = line(MAX_VERDICT_NOTE);

/** What is judged: a variant of an experiment, or an item as a whole (a proposal). */
export const verdictTarget = z.strictObject({ item: rowKey, variant: rowKey.optional() });

export const verdict = z.strictObject({
  target: verdictTarget,
  tag,
  by: personId,
  at: stamp,
  /** The run that was looked at; "" where there is none, as for a proposal without a model. */
  run: runName,
  note: note.optional(),
  /** As the person wants it in the trailer. */
  mail: mail.optional(),
  /** Came from a file, whose authors this server has not seen write. */
  imported: z.strictObject({ by: personId, at: stamp }).optional(),
});

export const VERDICT_PAYLOADS = {
  "verdict.give": z.strictObject({
    target: verdictTarget,
    tag,
    run: runName,
    note: note.optional(),
    mail: mail.optional(),
  }),
  "verdict.withdraw": z.strictObject({ target: verdictTarget }),
};

export type VerdictTarget = z.infer<typeof verdictTarget>;
export type VerdictJson = z.infer<typeof verdict>;
export type VerdictPayloads = {
  [Name in keyof typeof VERDICT_PAYLOADS]: z.infer<(typeof VERDICT_PAYLOADS)[Name]>;
};
