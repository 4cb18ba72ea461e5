import fc from "fast-check";
import { expect, test } from "vitest";
import { threadOrder, threadTree } from "./thread-order";
import { NO_HEAD } from "./types";

const mail = (messageId: string, subject: string, inReplyTo: string[] = [], time = 0) => ({
  head: { ...NO_HEAD, messageId, subject, inReplyTo, time },
});

test("a cover, its patches by number, each with its replies by time", () => {
  const mails = [
    mail("r2", "Re: [PATCH v2 1/2] a", ["p1"], 20),
    mail("p2", "[PATCH v2 2/2] b", ["c"], 3),
    mail("r1", "Re: [PATCH v2 1/2] a", ["p1"], 10),
    mail("p1", "[PATCH v2 1/2] a", ["c"], 4),
    mail("c", "[PATCH v2 0/2] x", [], 1),
    mail("r3", "Re: [PATCH v2 1/2] a", ["r1"], 30),
  ];
  expect(threadTree(mails).map(({ mail: { head }, depth }) => [head.messageId, depth])).toEqual([
    ["c", 0],
    ["p1", 1],
    ["r1", 2],
    ["r3", 3],
    ["r2", 2],
    ["p2", 1],
  ]);
});

test("no mail is lost or doubled, rings and all", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e");
  const any = fc
    .tuple(id, fc.string(), fc.array(id, { maxLength: 2 }))
    .map(([me, subject, to]) => mail(me, subject, to));
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), (mails) => {
      expect(new Set(threadOrder(mails))).toEqual(new Set(mails));
      expect(threadOrder(mails)).toHaveLength(mails.length);
    }),
    { seed: 11 },
  );
});
