import { oneLine } from "../mail/people";
import type { MailHead, Person } from "../mail/types";
import type { ReplyHeader } from "./types";

/** The headers of a reply to everybody, threaded as RFC 5322 (3.6.4) says. */
export function replyHeaders(
  head: MailHead,
  sender: Person | null,
): { headers: ReplyHeader[]; problems: string[] } {
  const headers: ReplyHeader[] = [];
  const problems: string[] = [];
  const add = (name: ReplyHeader["name"], value: string) => {
    if (value !== "") headers.push({ name, value });
  };
  const seen = new Set(sender === null ? [] : [sender.address.toLowerCase()]);
  const fresh = (people: readonly Person[]) =>
    people.filter(({ address }) => {
      const key = address.toLowerCase();
      if (key === "" || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  if (sender !== null && sender.address !== "") add("From", personText(sender));
  const to = fresh(head.from === null ? [] : [head.from]);
  const cc = fresh([...head.to, ...head.cc]);
  // Whoever answers their own mail answers to those it went to.
  add("To", (to.length > 0 ? to : cc).map(personText).join(", "));
  add("Cc", to.length > 0 ? cc.map(personText).join(", ") : "");
  add("Subject", replySubject(head.subject));
  if (head.messageId !== null) {
    add("In-Reply-To", `<${head.messageId}>`);
    add(
      "References",
      referencesOf(head, head.messageId)
        .map((id) => `<${id}>`)
        .join(" "),
    );
  } else
    problems.push(
      "The mail's Message-ID is not known: the reply would start a thread of its own. Import the raw mail to have it.",
    );
  if (head.from === null || head.from.address === "")
    problems.push(
      `The address of ${head.from?.name || "the author"} is not known: fill in To before you send it.`,
    );
  return { headers, problems };
}

/** "contents of the parent's References, or of its In-Reply-To if that is one id, followed by the parent's Message-ID". */
function referencesOf({ references, inReplyTo }: MailHead, messageId: string): string[] {
  const before = references.length > 0 ? references : inReplyTo.length === 1 ? inReplyTo : [];
  return [...before.filter((id) => id !== messageId), messageId];
}

function replySubject(subject: string): string {
  const bare = oneLine(subject).replace(/^(?:(?:re|aw|sv)(?:\[\d+\])?\s*:\s*)+/i, "");
  return bare === "" ? "" : `Re: ${bare}`;
}

/** A person as a header names them; a name with a comma or the like is quoted. */
export function personText({ name, address }: Person): string {
  const plain = oneLine(name).replace(/[<>]/g, "");
  const bare = oneLine(address).replace(/[<>\s]/g, "");
  if (plain === "") return bare;
  const isPlain =
    /^[\w !#$%&'*+/=?^`{|}~.\u0080-\uffff-]*$/.test(plain) && !/[.]/.test(plain.replace(/\w\.(?= |$)/g, ""));
  return `${isPlain ? plain : `"${plain.replace(/["\\]/g, "\\$&")}"`} <${bare}>`;
}
