import * as z from "zod";

/**
 * Where a thread hangs. A tagged union, so that a new kind of place is a new case and the compiler finds who must learn it.
 * Coordinates are board units; `field` is a path below the item's fields; `tMs` is simulated time.
 */
export const threadAnchor = z.discriminatedUnion("at", [
  z.strictObject({ at: z.literal("canvas"), x: z.number(), y: z.number() }),
  z.strictObject({ at: z.literal("item"), item: z.string() }),
  z.strictObject({ at: z.literal("field"), item: z.string(), field: z.string().max(200) }),
  z.strictObject({ at: z.literal("text"), item: z.string(), start: z.string(), end: z.string() }),
  z.strictObject({
    at: z.literal("chart"),
    item: z.string(),
    variant: z.string(),
    chart: z.string().max(40),
    tMs: z.number(),
  }),
  z.strictObject({
    at: z.literal("page"),
    item: z.string(),
    variant: z.string(),
    pfn: z.int().nonnegative(),
    tMs: z.number(),
  }),
]);

/** Longest comment, characters. */
export const MAX_COMMENT_LENGTH = 20_000;

export const threadComment = z.strictObject({
  id: z.string(),
  /** Participant id, stamped by the server. */
  author: z.string(),
  /** Milliseconds since 1970, stamped by the server. */
  at: z.int().nonnegative(),
  body: z.string().max(MAX_COMMENT_LENGTH),
  editedAt: z.int().nonnegative().optional(),
});

export const thread = z.strictObject({
  anchor: threadAnchor,
  comments: z.array(threadComment).max(1000),
  resolved: z.boolean(),
});

export type ThreadJson = z.infer<typeof thread>;
