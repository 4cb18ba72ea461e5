import * as z from "zod";
import { BOARD_LIMIT } from "../kinds";
import { line, lines, personId, rowKey, runName, stamp } from "./common.schema";
import { MAX_COMMENT_LENGTH, MAX_COMMENTS, MAX_EARLIER, MAX_MENTIONS, REACTIONS } from "./terms";

export const threadId = z.string().regex(/^thread-[0-9a-z]{10}$/);
export const commentId = z.string().regex(/^comment-[0-9a-z]{10}$/);

const coordinate = z.number().min(-BOARD_LIMIT).max(BOARD_LIMIT);
/** Where the pin stands from the item's top left corner, board pixels; left out, at the item's upper right corner. */
const pin = { x: coordinate.optional(), y: coordinate.optional() };
/** A Yjs relative position, base64. */
const position = z.string().regex(/^[0-9A-Za-z+/=]{1,400}$/);
/** Simulated time. */
const tMs = z.number().nonnegative();

/**
 * Where a thread hangs. A tagged union, so that a new kind of place is a new case and the compiler finds who must learn it.
 * On the canvas `x`, `y` is the place itself; `field` is a path below the item's fields.
 */
export const threadAnchor = z.discriminatedUnion("at", [
  z.strictObject({ at: z.literal("canvas"), x: coordinate, y: coordinate }),
  z.strictObject({ at: z.literal("item"), item: rowKey, ...pin }),
  z.strictObject({ at: z.literal("field"), item: rowKey, field: z.string().max(200), ...pin }),
  /** A range of an item's text, from before its first character to after its last. */
  z.strictObject({ at: z.literal("text"), item: rowKey, start: position, end: position, ...pin }),
  z.strictObject({
    at: z.literal("chart"),
    item: rowKey,
    /** Left out where the chart is of all variants. */
    variant: rowKey.optional(),
    chart: z.string().max(40),
    tMs,
    ...pin,
  }),
  z.strictObject({
    at: z.literal("page"),
    item: rowKey,
    variant: rowKey,
    pfn: z.int().nonnegative(),
    tMs,
    ...pin,
  }),
  /** A range of a proposal's mail, which never changes: characters from `start` up to `end` of the text of its part. */
  z.strictObject({
    at: z.literal("mail"),
    item: rowKey,
    part: z.string().max(250),
    start: z.int().nonnegative(),
    end: z.int().nonnegative(),
    ...pin,
  }),
]);

const text = lines(MAX_COMMENT_LENGTH).refine((words) => words.trim() !== "", "is empty");
const mentions = z.array(personId).max(MAX_MENTIONS);
const label = line(200);

/** A comment as the board's JSON has it. `by` and `at` are stamped by the server. */
export const threadComment = z.strictObject({
  id: commentId,
  by: personId,
  at: stamp,
  /** Markdown; "" once it is deleted. */
  text: lines(MAX_COMMENT_LENGTH),
  /** Who is called by it. */
  mentions: mentions.optional(),
  /** What it said before, oldest first, each with the time it was written. */
  earlier: z
    .array(z.strictObject({ at: stamp, text: lines(MAX_COMMENT_LENGTH) }))
    .max(MAX_EARLIER)
    .optional(),
  editedAt: stamp.optional(),
  deletedAt: stamp.optional(),
  /** Who reacted with what. */
  reactions: z.partialRecord(z.enum(REACTIONS), z.array(personId)).optional(),
});

export const thread = z.strictObject({
  /** On the pin; counts up from 1 on each board. */
  number: z.int().positive(),
  anchor: threadAnchor,
  /** What it hangs on, in words, for when that is gone: "Duration of Web server load". */
  label,
  by: personId,
  at: stamp,
  /** The run that was looked at. */
  run: runName.optional(),
  /** Where the item lay when it was last deleted: the pin stays there. */
  lost: z.strictObject({ x: coordinate, y: coordinate, w: z.number().nonnegative() }).optional(),
  resolved: z.strictObject({ by: personId, at: stamp }).optional(),
  /** Oldest first. */
  comments: z.array(threadComment).min(1).max(MAX_COMMENTS),
  /** Came from a file, whose authors this server has not seen write. */
  imported: z.strictObject({ by: personId, at: stamp }).optional(),
});

const at = { thread: threadId, comment: commentId };

/** What a participant sends; who and when is the server's to say. The ids are the sender's, so that a command that comes twice is known. */
export const THREAD_PAYLOADS = {
  "thread.start": z.strictObject({
    ...at,
    anchor: threadAnchor,
    label,
    run: runName.optional(),
    text,
    mentions,
  }),
  "thread.reply": z.strictObject({ ...at, text, mentions }),
  "thread.resolve": z.strictObject({ thread: threadId, resolved: z.boolean() }),
  "comment.edit": z.strictObject({ ...at, text, mentions }),
  "comment.delete": z.strictObject(at),
  "comment.react": z.strictObject({ ...at, reaction: z.enum(REACTIONS), on: z.boolean() }),
};

export type ThreadAnchor = z.infer<typeof threadAnchor>;
export type CommentJson = z.infer<typeof threadComment>;
export type ThreadJson = z.infer<typeof thread>;
export type ThreadPayloads = {
  [Name in keyof typeof THREAD_PAYLOADS]: z.infer<(typeof THREAD_PAYLOADS)[Name]>;
};
