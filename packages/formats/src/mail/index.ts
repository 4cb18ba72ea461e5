export * from "../reply";
export * from "./body";
export { readDate } from "./date";
export { looksLikeMail, MAX_INPUT_BYTES, readMails } from "./read-mails";
export { type ReadSubject, readSubject } from "./subject";
export { threadOrder, threadTree } from "./thread-order";
export type { MailHead, MailProblem, Person, ReadMail, ReadMails } from "./types";
export * from "./versions";
