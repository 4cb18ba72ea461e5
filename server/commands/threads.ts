import {
  type CommentJson,
  commentsOf,
  itemsOf,
  MAX_COMMENTS,
  MAX_EARLIER,
  MAX_THREADS,
  peopleOf,
  reactionKey,
  reactionsOf,
  type SharedComment,
  shareThread,
  THREAD_PAYLOADS,
  threadsOf,
  type YThread,
} from "@carveout/model";
import type * as Y from "yjs";
import { canComment } from "../access/access";
import { type Command, type CommandContext, command } from "./command";

const GONE = "The thread is no longer on the board.";
const COMMENT_GONE = "The comment is no longer on the board.";

/** Comments: who wrote one edits and deletes it, everybody who may comment replies, reacts, resolves. */
export const THREAD_COMMANDS: readonly Command[] = [
  command({
    name: "thread.start",
    schema: THREAD_PAYLOADS["thread.start"],
    mayUse: canComment,
    apply(context, { thread, comment, anchor, label, run, text, mentions }) {
      const threads = threadsOf(context.doc);
      const { participant: by, now: at } = context;
      if (threads.has(thread)) return "There is a thread of this id already.";
      if (threads.size >= MAX_THREADS)
        return `A board holds at most ${MAX_THREADS.toLocaleString("en-US")} threads.`;
      if (anchor.at !== "canvas" && !itemsOf(context.doc).has(anchor.item))
        return "What the comment was about is no longer on the board. Put it on the canvas instead.";
      const first: CommentJson = { id: comment, ...said(context, text, mentions) };
      const head = {
        number: nextNumber(context.doc),
        anchor,
        label,
        by,
        at,
        ...(run === undefined ? {} : { run }),
      };
      threads.set(thread, shareThread({ ...head, comments: [first] }));
      return null;
    },
  }),
  command({
    name: "thread.reply",
    schema: THREAD_PAYLOADS["thread.reply"],
    mayUse: canComment,
    apply(context, { thread, comment, text, mentions }) {
      const shared = threadsOf(context.doc).get(thread);
      if (shared === undefined) return GONE;
      const comments = commentsOf(shared);
      if (comments.has(comment)) return "There is a comment of this id already.";
      if (comments.size >= MAX_COMMENTS)
        return `A thread holds at most ${MAX_COMMENTS.toLocaleString("en-US")} comments. Start another one.`;
      comments.set(comment, said(context, text, mentions));
      return null;
    },
  }),
  command({
    name: "thread.resolve",
    schema: THREAD_PAYLOADS["thread.resolve"],
    mayUse: canComment,
    apply({ doc, participant: by, now: at }, { thread, resolved }) {
      const shared = threadsOf(doc).get(thread);
      if (shared === undefined) return GONE;
      if (shared.has("resolved") === resolved) return null;
      if (resolved) shared.set("resolved", { by, at });
      else shared.delete("resolved");
      return null;
    },
  }),
  command({
    name: "comment.edit",
    schema: THREAD_PAYLOADS["comment.edit"],
    mayUse: canComment,
    apply(context, { thread, comment, text, mentions }) {
      const found = own(context, thread, comment);
      if (typeof found === "string") return found;
      const { shared, before } = found;
      if (before.text === text) return null;
      const writtenAt = before.editedAt ?? before.at;
      const earlier = [...(before.earlier ?? []), { at: writtenAt, text: before.text }].slice(-MAX_EARLIER);
      const { at } = before;
      commentsOf(shared).set(comment, {
        ...said(context, text, mentions),
        at,
        earlier,
        editedAt: context.now,
      });
      return null;
    },
  }),
  command({
    name: "comment.delete",
    schema: THREAD_PAYLOADS["comment.delete"],
    mayUse: canComment,
    apply(context, { thread, comment }) {
      const found = own(context, thread, comment);
      if (typeof found === "string") return found;
      const { shared, before } = found;
      // Nobody has answered: there is nothing that would stand without its beginning.
      if (commentsOf(shared).size === 1) threadsOf(context.doc).delete(thread);
      else
        commentsOf(shared).set(comment, { by: before.by, at: before.at, text: "", deletedAt: context.now });
      return null;
    },
  }),
  command({
    name: "comment.react",
    schema: THREAD_PAYLOADS["comment.react"],
    mayUse: canComment,
    apply({ doc, participant }, { thread, comment, reaction, on }) {
      const shared = threadsOf(doc).get(thread);
      const to = shared === undefined ? undefined : commentsOf(shared).get(comment);
      if (shared === undefined || to === undefined || to.deletedAt !== undefined) return COMMENT_GONE;
      const reactions = reactionsOf(shared);
      const key = reactionKey(comment, reaction, participant);
      if (on && !reactions.has(key)) reactions.set(key, true);
      if (!on) reactions.delete(key);
      return null;
    },
  }),
];

/** The number on a new thread's pin. */
export function nextNumber(doc: Y.Doc): number {
  let number = 0;
  for (const thread of threadsOf(doc).values()) number = Math.max(number, thread.get("number") as number);
  return number + 1;
}

/** A comment as it is now said. Only people of this board can be called. */
function said(context: CommandContext, text: string, mentions: readonly string[]): SharedComment {
  const called = [...new Set(mentions)].filter((id) => context.person(id) !== null);
  for (const id of called) {
    const person = context.person(id);
    // Their name stands in the text, so the board has to know it though they have said nothing yet.
    if (person !== null && !peopleOf(context.doc).has(id)) peopleOf(context.doc).set(id, person);
  }
  return {
    by: context.participant,
    at: context.now,
    text,
    ...(called.length === 0 ? {} : { mentions: called }),
  };
}

/** The author's own comment, or why it can't be changed. */
function own(
  { doc, participant }: CommandContext,
  thread: string,
  comment: string,
): { shared: YThread; before: SharedComment } | string {
  const shared = threadsOf(doc).get(thread);
  if (shared === undefined) return GONE;
  const before = commentsOf(shared).get(comment);
  if (before === undefined || before.deletedAt !== undefined) return COMMENT_GONE;
  if (before.by !== participant) return "Only who wrote a comment can change it. Reply to it instead.";
  return { shared, before };
}
