import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { ProposalJson } from "./item";
import {
  MAX_MAIL_LENGTH,
  MAX_MAILS,
  MAX_PROPOSAL_BYTES,
  type MailHeadJson,
  mailBodyShape,
  mailHeadShape,
} from "./kinds";
import { readItem, shareItem } from "./layout";
import { newProposal } from "./new-proposal";
import { mailsOf, modelsOf, proposalPlace } from "./proposals";
import { parseBoard } from "./schema";

const head = (subject: string): MailHeadJson => ({
  messageId: "1@example.org",
  inReplyTo: [],
  references: [],
  date: null,
  time: null,
  from: { name: "D. Author", address: "author@example.org" },
  to: [],
  cc: [],
  list: null,
  subject,
});

function proposal(mails: { head: MailHeadJson; body: string }[]): ProposalJson {
  const { name, fields } = newProposal(mails);
  return { kind: "proposal", geo: { x: 0, y: 0, w: 362 }, z: "a0", name, fields };
}

describe("a new proposal", () => {
  test("has its mails in order and is called like the first", () => {
    const item = proposal(
      Array.from({ length: 90 }, (_, n) => ({ head: head(`Re: [PATCH ${n}/90] x`), body: `text ${n}` })),
    );
    expect(item.name).toBe("x");
    expect(mailsOf(item).map(({ body }) => body)).toEqual(Array.from({ length: 90 }, (_, n) => `text ${n}`));
  });

  test("comes back from the document and from a file as it was", () => {
    const item = proposal([{ head: head("[PATCH] x"), body: "> a\n\nb" }]);
    const doc = new Y.Doc();
    const shared = shareItem(item);
    doc.getMap("items").set("p1", shared);
    const board = { carveout: 1, title: "", items: { p1: readItem(shared) } };
    expect(board.items.p1).toEqual({ ...item, fields: { ...item.fields, models: {} } });
    expect(parseBoard(JSON.stringify(board)).items.p1).toEqual(board.items.p1);
  });

  test("holds what fits and counts the rest; a mail that is too long says that it is cut", () => {
    const long = proposal([{ head: head("x"), body: "x".repeat(MAX_MAIL_LENGTH + 1) }]);
    expect(mailsOf(long)[0]?.body).toHaveLength(MAX_MAIL_LENGTH);
    expect(mailsOf(long)[0]?.body).toMatch(/too long for the board\.\]$/);
    const kib = { head: head("x"), body: "é".repeat(50 * 1024) };
    const { fields, left } = newProposal(Array(8).fill(kib));
    const kept = Object.keys(fields.mails ?? {}).length;
    expect(kept + left).toBe(8);
    expect(kept).toBe(5);
    expect(Y.encodeStateAsUpdate(docOf(fields)).length).toBeLessThan(MAX_PROPOSAL_BYTES + 64 * 1024);
    expect(newProposal(Array(MAX_MAILS + 3).fill({ head: head("x"), body: "" })).left).toBe(3);
  });

  test("whatever a head holds, the gate takes it", () => {
    const text = fc.string({ maxLength: 1500 });
    const people = fc.array(fc.record({ name: text, address: text }), { maxLength: 80 });
    const heads = fc.record({
      messageId: fc.option(text),
      inReplyTo: fc.array(text, { maxLength: 30 }),
      references: fc.array(text, { maxLength: 30 }),
      date: fc.option(text),
      time: fc.option(fc.integer()),
      from: fc.option(fc.record({ name: text, address: text })),
      to: people,
      cc: people,
      list: fc.option(text),
      subject: text,
    });
    fc.assert(
      fc.property(heads, fc.string(), (each, body) => {
        const [mail] = mailsOf(proposal([{ head: each, body }]));
        expect(mailHeadShape.problem(mail?.head)).toBeNull();
        expect(mailBodyShape.problem(mail?.body)).toBeNull();
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test("goes left of what is there", () => {
    expect(proposalPlace([])).toEqual({ x: 0, y: 0, w: 362 });
    expect(proposalPlace([{ geo: { x: 100, y: 40 } }, {}, { geo: { x: -20, y: 300 } }])).toEqual({
      x: -442,
      y: 40,
      w: 362,
    });
  });
});

test("heads that no mail has are refused", () => {
  for (const wrong of [
    null,
    {},
    { ...head("x"), subject: 3 },
    { ...head("x"), to: [{ name: "a" }] },
    { ...head("x"), extra: 1 },
  ])
    expect(mailHeadShape.problem(wrong)).not.toBeNull();
  expect(
    modelsOf({ ...proposal([]), fields: { models: { r1: { variant: { item: "e1", variant: "v1" } } } } }),
  ).toEqual([{ key: "r1", item: "e1", variant: "v1" }]);
});

function docOf(fields: ProposalJson["fields"]): Y.Doc {
  const doc = new Y.Doc();
  doc.getMap("items").set("p", shareItem({ kind: "proposal", geo: { x: 0, y: 0, w: 362 }, z: "a0", fields }));
  return doc;
}
