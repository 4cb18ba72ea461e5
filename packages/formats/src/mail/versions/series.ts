/** Two versions of a series: which is the later one, and which patch became which. */

import { readSubject } from "../subject";
import type { MailHead } from "../types";

interface Mail {
  head: Pick<MailHead, "subject" | "messageId" | "inReplyTo" | "references">;
}

/** A patch and what it was in the version before; one of the two is null where it came or went. */
export interface Counterpart<M> {
  before: M | null;
  after: M | null;
}

/** The author's mails of a proposal: cover letter and patches, without what others answered. */
export function patchesOf<M extends Mail>(mails: readonly M[]): M[] {
  return mails.filter(({ head }) => !readSubject(head.subject).isReply);
}

/** The version that the series has by its subjects; 1 where they name none. */
export function versionOf(mails: readonly Mail[]): number {
  const [first] = patchesOf(mails);
  return first === undefined ? 1 : readSubject(first.head.subject).version;
}

/** True for a later version of the same series: by what it is called, by a patch that both have, or because it answers the former. */
export function isNewVersion(mails: readonly Mail[], former: readonly Mail[]): boolean {
  if (versionOf(mails) <= versionOf(former)) return false;
  const titles = new Set(patchesOf(former).map(titleOf));
  const ids = new Set(former.map(({ head }) => head.messageId));
  return patchesOf(mails).some(
    (mail) =>
      titles.has(titleOf(mail)) ||
      [...mail.head.inReplyTo, ...mail.head.references].some((id) => ids.has(id)),
  );
}

/** The later version's patches in their order, each with its former self; then those that are no more. By title, then by place. */
export function counterparts<M extends Mail>(before: readonly M[], after: readonly M[]): Counterpart<M>[] {
  const left = new Set(patchesOf(before));
  const now = patchesOf(after);
  const former = new Map<M, M>();
  const take = (isSame: (was: M, is: M) => boolean) => {
    for (const mail of now) {
      if (former.has(mail)) continue;
      const match = [...left].find((was) => isSame(was, mail));
      if (match === undefined) continue;
      former.set(mail, match);
      left.delete(match);
    }
  };
  take((was, is) => titleOf(was) === titleOf(is));
  take((was, is) => placeOf(was) === placeOf(is));
  return [
    ...now.map((mail) => ({ before: former.get(mail) ?? null, after: mail })),
    ...[...left].map((mail) => ({ before: mail, after: null })),
  ];
}

function titleOf({ head }: Mail): string {
  return readSubject(head.subject).title.trim().toLowerCase();
}

/** Place in the series; a single patch stands where the first of a series does. */
function placeOf({ head }: Mail): number {
  return readSubject(head.subject).index ?? 1;
}
