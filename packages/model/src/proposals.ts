import { generateNKeysBetween } from "fractional-indexing";
import { CONTROL } from "./control";
import type { ProposalFieldsJson, ProposalJson } from "./item";
import {
  MAX_MAIL_LENGTH,
  MAX_MAILS,
  MAX_PROPOSAL_BYTES,
  type MailHeadJson,
  type MailJson,
  type ModelledBy,
} from "./kinds";

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

/** The subject of the first mail that has one, without reply marks. */
function titleOf(mails: readonly { head: MailHeadJson }[]): string {
  const subject = mails.find(({ head }) => head.subject !== "")?.head.subject ?? "";
  return subject
    .replace(/^(?:re:\s*)+/i, "")
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

/** The mails of a proposal in their order, with their keys. */
export function mailsOf({ fields }: ProposalJson): (MailJson & { key: string })[] {
  return Object.entries(fields.mails ?? {})
    .map(([key, mail]) => ({ key, ...mail }))
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.key < b.key ? -1 : 1));
}

/** The variants that model a proposal, with the keys of their rows. */
export function modelsOf({ fields }: ProposalJson): (ModelledBy & { key: string })[] {
  return Object.entries(fields.models ?? {}).map(([key, { variant }]) => ({ key, ...variant }));
}

/** Where a new proposal goes that nobody points the place of: left of everything, level with the top. */
export function proposalPlace(items: Iterable<{ geo?: { x: number; y: number } }>): {
  x: number;
  y: number;
  w: number;
} {
  let x = Number.POSITIVE_INFINITY;
  let y = Number.POSITIVE_INFINITY;
  for (const { geo } of items)
    if (geo !== undefined) {
      x = Math.min(x, geo.x);
      y = Math.min(y, geo.y);
    }
  const isEmpty = x === Number.POSITIVE_INFINITY;
  return { x: isEmpty ? 0 : x - PROPOSAL_WIDTH - GAP, y: isEmpty ? 0 : y, w: PROPOSAL_WIDTH };
}

/** Width of a proposal's card, board pixels. */
export const PROPOSAL_WIDTH = 362;
const GAP = 60;
