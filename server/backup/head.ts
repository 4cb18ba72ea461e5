import * as z from "zod";

/**
 * A backup is one file: a line of JSON, the head, and behind it a database of this server's own form. `npx carveout restore` checks and unpacks it,
 * and so does everybody with `head -1`, `tail -c` and `sha256sum`.
 */
export const backupHead = z.object({
  /** Version of this form. */
  "carveout backup": z.literal(1),
  /** Milliseconds since 1970. */
  madeAt: z.number(),
  /** Of the database. */
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  boards: z.array(z.object({ id: z.string(), title: z.string(), updatedAt: z.number() })),
  /** Ids of boards that are damaged here: what can be read of them is all that the database has. */
  damaged: z.array(z.string()),
  /** The data folder's secrets by file name, so that links go on opening their boards on another machine. */
  secrets: z.record(z.string(), z.string()),
});

export type BackupHead = z.infer<typeof backupHead>;
