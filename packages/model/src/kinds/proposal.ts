import { fieldsShape, isRowKey, plainShape } from "../shape";
import { isFiniteNumber, isPlainObject, orderShape } from "./geometry";

/** Most mails of one proposal: a series of forty patches with its discussion. */
export const MAX_MAILS = 200;
/** Longest text of one mail, characters: the longest patches that lists let through. */
export const MAX_MAIL_LENGTH = 256 * 1024;
/**
 * Longest text of all mails of one proposal, bytes in UTF-8. Half of what one update may hold: somebody who is offline sends all of it as one.
 */
export const MAX_PROPOSAL_BYTES = 512 * 1024;
/** Most variants that model one proposal. */
export const MAX_MODELS = 24;

const MAX_LINE = 1000;
const MAX_PEOPLE = 200;
const MAX_IDS = 100;

/** Who wrote or gets a mail. The address is "" where an archive hides it. */
export interface MailPerson {
  name: string;
  address: string;
}

/** What a mail's head says; ids without their angle brackets. */
export interface MailHeadJson {
  messageId: string | null;
  inReplyTo: readonly string[];
  references: readonly string[];
  /** As written. */
  date: string | null;
  /** Milliseconds since 1970. */
  time: number | null;
  from: MailPerson | null;
  to: readonly MailPerson[];
  cc: readonly MailPerson[];
  list: string | null;
  subject: string;
}

/** One mail of a proposal. Its head and text never change: what was said about them stays true. */
export interface MailJson {
  order: string;
  head: MailHeadJson;
  body: string;
}

/** A variant that models the proposal. */
export interface ModelledBy {
  item: string;
  variant: string;
}

const HEAD_KEYS = [
  "messageId",
  "inReplyTo",
  "references",
  "date",
  "time",
  "from",
  "to",
  "cc",
  "list",
  "subject",
] as const;

export const mailHeadShape = plainShape(
  "Head of the mail",
  (value) => {
    if (!isPlainObject(value, HEAD_KEYS)) return `is not of the form {${HEAD_KEYS.join(", ")}}`;
    const { messageId, inReplyTo, references, date, time, from, to, cc, list, subject } = value;
    const isWhole =
      [messageId, date, list].every((line) => line === null || isLine(line)) &&
      (time === null || isFiniteNumber(time)) &&
      [inReplyTo, references].every((ids) => isList(ids, MAX_IDS, isLine)) &&
      (from === null || isPerson(from)) &&
      [to, cc].every((people) => isList(people, MAX_PEOPLE, isPerson)) &&
      isLine(subject);
    return isWhole ? null : "has a part that no mail has";
  },
  { required: true, fixed: true },
);

export const mailBodyShape = plainShape(
  "Text of the mail",
  (value) =>
    typeof value === "string" && value.length <= MAX_MAIL_LENGTH
      ? null
      : `is not a text of at most ${MAX_MAIL_LENGTH.toLocaleString("en-US")} characters`,
  { required: true, fixed: true },
);

export const modelledByShape = plainShape(
  "Variant",
  (value) =>
    isPlainObject(value, ["item", "variant"]) && isKey(value.item) && isKey(value.variant)
      ? null
      : "is not of the form {item, variant}",
  { required: true, fixed: true },
);

export const formerShape = plainShape("Earlier version", (value) =>
  isKey(value) ? null : "is not the id of a proposal",
);

export const proposalFields = fieldsShape("Proposal", [], {
  former: formerShape,
  mails: {
    shape: "table",
    label: "Mails",
    row: {
      shape: "group",
      label: "Mail",
      keys: { order: orderShape, head: mailHeadShape, body: mailBodyShape },
    },
    maxRows: MAX_MAILS,
  },
  models: {
    shape: "table",
    label: "Modelled by",
    row: { shape: "group", label: "Variant", keys: { variant: modelledByShape } },
    maxRows: MAX_MODELS,
  },
});

function isLine(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_LINE;
}

function isKey(value: unknown): boolean {
  return typeof value === "string" && isRowKey(value);
}

function isPerson(value: unknown): boolean {
  return isPlainObject(value, ["name", "address"]) && isLine(value.name) && isLine(value.address);
}

function isList(value: unknown, most: number, fits: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= most && value.every(fits);
}
