import { readSubject } from "./subject";
import type { MailHead } from "./types";

/**
 * Mails in the order in which a thread is read: each before its replies, the patches of a series by their number, replies by their time. What answers
 * nothing that is here stands where it came.
 */
export function threadOrder<T extends { head: MailHead }>(mails: readonly T[]): T[] {
  return threadTree(mails).map(({ mail }) => mail);
}

/** The same with the depth of each: 0 for what starts a thread. */
export function threadTree<T extends { head: MailHead }>(mails: readonly T[]): { mail: T; depth: number }[] {
  const byId = new Map<string, T>();
  for (const mail of mails)
    if (mail.head.messageId !== null && !byId.has(mail.head.messageId)) byId.set(mail.head.messageId, mail);
  const children = new Map<T | null, T[]>();
  for (const mail of mails) {
    const parent = parentOf(mail, byId);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [mail]);
    else siblings.push(mail);
  }
  const place = new Map(mails.map((mail, index) => [mail, index]));
  const rank = ({ head }: T) => {
    const { isReply, index, version } = readSubject(head.subject);
    return isReply || index === null ? [1, 0, 0] : [0, version, index];
  };
  const compare = (a: T, b: T): number => {
    const [kindA = 0, versionA = 0, indexA = 0] = rank(a);
    const [kindB = 0, versionB = 0, indexB = 0] = rank(b);
    const byTime = (a.head.time ?? 0) - (b.head.time ?? 0);
    return (
      kindA - kindB ||
      versionA - versionB ||
      indexA - indexB ||
      byTime ||
      (place.get(a) ?? 0) - (place.get(b) ?? 0)
    );
  };
  const tree: { mail: T; depth: number }[] = [];
  const done = new Set<T>();
  // A stack and not a recursion: a hostile thread is as deep as it is long.
  const open = (children.get(null) ?? []).toSorted(compare).map((mail) => ({ mail, depth: 0 }));
  open.reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { mail, depth } = next;
    if (done.has(mail)) continue;
    done.add(mail);
    tree.push(next);
    const replies = (children.get(mail) ?? []).toSorted(compare).reverse();
    for (const reply of replies) open.push({ mail: reply, depth: depth + 1 });
  }
  // A ring of mails that answer each other hangs on nothing.
  for (const mail of mails) if (!done.has(mail)) tree.push({ mail, depth: 0 });
  return tree;
}

/** The mail that this one answers: what In-Reply-To names, else the nearest reference that is here. */
function parentOf<T extends { head: MailHead }>(mail: T, byId: ReadonlyMap<string, T>): T | null {
  const { inReplyTo, references } = mail.head;
  for (const id of [...inReplyTo, ...references.toReversed()]) {
    const parent = byId.get(id);
    if (parent !== undefined && parent !== mail) return parent;
  }
  return null;
}
