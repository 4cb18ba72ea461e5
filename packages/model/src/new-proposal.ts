import { generateNKeysBetween } from "fractional-indexing";
import { CONTROL } from "./control";
import type { ProposalFieldsJson } from "./item";
import { MAX_MAIL_LENGTH, MAX_MAILS, MAX_PROPOSAL_BYTES, type MailHeadJson, type MailJson } from "./kinds";

export interface NewProposal {
  name: string;
  fields: ProposalFieldsJson;
  /** How many mails did not fit; those at the end. */
  left: number;
}

/** A proposal of these mails, in their order, as far as they fit. A mail that is too long is cut, and says so at its end. */
export function newProposal(mails: readonly { head: MailHeadJson; body: string }[]): NewProposal {
  const rows: Record<string, MailJson> = {};
  const orders = generateNKeysBetween(null, null, Math.min(mails.length, MAX_MAILS));
  let room = MAX_PROPOSAL_BYTES;
  let kept = 0;
  for (const [index, order] of orders.entries()) {
    const mail = mails[index];
    if (mail === undefined) break;
    const body =
      mail.body.length <= MAX_MAIL_LENGTH
        ? mail.body
        : `${mail.body.slice(0, MAX_MAIL_LENGTH - CUT.length)}${CUT}`;
    const head = fitted(mail.head);
    room -= new TextEncoder().encode(body).length + JSON.stringify(head).length;
    if (room < 0) break;
    rows[`m${index}`] = { order, head, body };
    kept++;
  }
  return { name: titleOf(mails), fields: { mails: rows }, left: mails.length - kept };
}

const CUT = "\n[The rest of this mail is too long for the board.]";

/** The subject of the first mail that has one, without reply marks and brackets: series and version are said beside it. */
function titleOf(mails: readonly { head: MailHeadJson }[]): string {
  const subject = mails.find(({ head }) => head.subject !== "")?.head.subject ?? "";
  return subject
    .replace(/^(?:\s*re:|\s*\[[^\][]*\](?=\s*\S))+\s*/i, "")
    .replace(new RegExp(CONTROL, "g"), " ")
    .slice(0, 120);
}

/** Nothing in a head is longer than the board takes. */
function fitted(head: MailHeadJson): MailHeadJson {
  const line = (text: string | null) => text?.slice(0, 1000) ?? null;
  const people = (list: MailHeadJson["to"]) =>
    list
      .slice(0, 60)
      .map(({ name, address }) => ({ name: name.slice(0, 120), address: address.slice(0, 200) }));
  const ids = (list: readonly string[]) => list.slice(-20).map((id) => id.slice(0, 250));
  return {
    messageId: head.messageId?.slice(0, 500) ?? null,
    inReplyTo: ids(head.inReplyTo),
    references: ids(head.references),
    date: line(head.date),
    time: head.time,
    from: people(head.from === null ? [] : [head.from])[0] ?? null,
    to: people(head.to),
    cc: people(head.cc),
    list: line(head.list),
    subject: head.subject.slice(0, 1000),
  };
}
