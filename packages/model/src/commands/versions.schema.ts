import * as z from "zod";
import { line, personId, rowKey, stamp } from "./common.schema";
import { MAX_VERSION_NAME } from "./terms";

const name = line(MAX_VERSION_NAME).trim().min(1);
const moment = z.int().min(1);

/** A moment of the board's history under a name. */
export const version = z.strictObject({ name, moment, by: personId, at: stamp });

export const VERSION_PAYLOADS = {
  /** Without a moment: the board as it is when the command arrives. */
  "version.create": z.strictObject({ version: rowKey, name, moment: moment.optional() }),
  "version.rename": z.strictObject({ version: rowKey, name }),
  "version.delete": z.strictObject({ version: rowKey }),
};

export type VersionJson = z.infer<typeof version>;
export type VersionPayloads = {
  [Name in keyof typeof VERSION_PAYLOADS]: z.infer<(typeof VERSION_PAYLOADS)[Name]>;
};
