/** A mail as it was read. Headers are decoded; the body is its visible text, line by line as it was sent. */
export interface ReadMail {
  head: MailHead;
  /** Visible text. Lines end with \n; the last one has none. */
  body: string;
}

export interface MailHead {
  /** Without angle brackets, as all ids here. */
  messageId: string | null;
  inReplyTo: readonly string[];
  references: readonly string[];
  /** As written. */
  date: string | null;
  /** Milliseconds since 1970 in UTC; null where the date can't be read. */
  time: number | null;
  from: Person | null;
  to: readonly Person[];
  cc: readonly Person[];
  /** Address of the mailing list it went to. */
  list: string | null;
  subject: string;
}

export interface Person {
  name: string;
  /** Empty where the archive hides it. */
  address: string;
}

/** What could not be read, and where: a line of the input, from 1. */
export interface MailProblem {
  line: number;
  sentence: string;
}

export interface ReadMails {
  /** In the order of the input. */
  mails: ReadMail[];
  problems: MailProblem[];
  /** Lines of the archive's page around the mail (navigation, counters): no part of any mail. */
  leftOut: { line: number; text: string }[];
}

export const NO_HEAD: MailHead = {
  messageId: null,
  inReplyTo: [],
  references: [],
  date: null,
  time: null,
  from: null,
  to: [],
  cc: [],
  list: null,
  subject: "",
};
