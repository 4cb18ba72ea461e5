import * as Y from "yjs";
import { ROOTS } from "../layout";
import type { Reaction } from "./terms";
import type { CommentJson, ThreadJson } from "./threads.schema";

/**
 * A thread in the document:
 *
 *   threads  id -> Y.Map { number, anchor, label, by, at, run?, lost?, resolved?, imported?, comments, reactions }
 *     comments   id -> comment as a plain value, without its id and reactions
 *     reactions  "comment reaction person" -> true: one record a comment, person and reaction
 */
export type YThread = Y.Map<unknown>;
export type SharedComment = Omit<CommentJson, "id" | "reactions">;
export type ThreadsJson = Readonly<Record<string, ThreadJson>>;

export function threadsOf(doc: Y.Doc): Y.Map<YThread> {
  return doc.getMap(ROOTS.threads);
}

export function commentsOf(thread: YThread): Y.Map<SharedComment> {
  return thread.get("comments") as Y.Map<SharedComment>;
}

export function reactionsOf(thread: YThread): Y.Map<true> {
  return thread.get("reactions") as Y.Map<true>;
}

export function reactionKey(comment: string, reaction: Reaction, person: string): string {
  return `${comment} ${reaction} ${person}`;
}

/** All threads as plain data, by id. The server alone writes there, so the casts hold. */
export function readThreads(doc: Y.Doc): ThreadsJson {
  const threads: Record<string, ThreadJson> = {};
  for (const [id, shared] of threadsOf(doc).entries()) threads[id] = readThread(shared);
  return threads;
}

export function readThread(shared: YThread): ThreadJson {
  const reactions = new Map<string, Partial<Record<Reaction, string[]>>>();
  for (const key of [...reactionsOf(shared).keys()].sort()) {
    const [comment = "", reaction, person = ""] = key.split(" ") as [string, Reaction, string];
    const of = reactions.get(comment) ?? {};
    reactions.set(comment, { ...of, [reaction]: [...(of[reaction] ?? []), person] });
  }
  const comments = [...commentsOf(shared).entries()]
    .map(([id, comment]): CommentJson => {
      const given = reactions.get(id);
      return { id, ...comment, ...(given === undefined ? {} : { reactions: given }) };
    })
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const head = Object.fromEntries(
    [...shared.entries()].filter(([key]) => key !== "comments" && key !== "reactions"),
  );
  return { ...head, comments } as ThreadJson;
}

export function shareThread({ comments, ...head }: ThreadJson): YThread {
  const shared = new Y.Map<unknown>(Object.entries(head).filter(([, value]) => value !== undefined));
  const reactions = new Y.Map<true>();
  const inner = new Y.Map<SharedComment>();
  for (const { id, reactions: given = {}, ...comment } of comments) {
    inner.set(id, comment);
    for (const [reaction, people] of Object.entries(given))
      for (const person of people) reactions.set(reactionKey(id, reaction as Reaction, person), true);
  }
  shared.set("comments", inner);
  shared.set("reactions", reactions);
  return shared;
}

/** False once its author has deleted it. */
export function isLive(comment: CommentJson): boolean {
  return comment.deletedAt === undefined;
}

/** When something was last said in a thread. */
export function lastSaidAt(thread: ThreadJson): number {
  return thread.comments.at(-1)?.at ?? thread.at;
}
