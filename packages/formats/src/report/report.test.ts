import { expect, test } from "vitest";
import { figureTable } from "../reply/figures";
import { type Report, reportText } from "./report";

const EMPTY: Report = {
  title: "KMSAN metadata",
  address: "https://board.example.org/b/abc",
  at: Date.UTC(2026, 10, 21, 21, 40),
  people: [],
  proposals: [],
  experiments: [],
  verdicts: [],
  versions: [],
  changes: [],
  decisions: [],
  questions: [],
};

test("a review as a mail", () => {
  const table = figureTable(
    [
      {
        letter: "A",
        name: "Boot carve-out",
        usablePages: 73020,
        failures: 3,
        orders: [{ order: 9, requested: 34, failed: 3 }],
      },
      { letter: "B", name: "Lazy", usablePages: 71274, failures: 0, orders: [] },
    ],
    { title: "seed 42", command: "carveout run kmsan-metadata.json --seed 42", permalink: null },
  );
  expect(
    reportText({
      ...EMPTY,
      people: [
        { name: "A. Reviewer", comments: 2, verdicts: 1 },
        { name: "B. Maintainer", comments: 1, verdicts: 0 },
      ],
      proposals: [
        {
          name: "[PATCH RFC v2 0/4] mm: kmsan: lazy metadata",
          from: "D. Author",
          messageId: "1@example.org",
          modelledBy: ["B Lazy"],
        },
      ],
      experiments: [
        { name: "Which one still serves order 9?", tables: [table], notes: ["C Pointers: no result yet."] },
      ],
      versions: [{ name: "before the call", by: "A. Reviewer", at: EMPTY.at }],
      changes: [
        {
          until: "now",
          at: EMPTY.at,
          changes: ["A. Reviewer set Bank size 2 GiB → 1 GiB on Laptop"],
          more: 2,
          outcome: ["B Lazy: failures 0 to 3"],
        },
        { until: "nothing", at: EMPTY.at, changes: [], more: 0, outcome: [] },
      ],
      decisions: [
        {
          number: 1,
          label: "“no memory is lost up front”",
          by: "B. Maintainer",
          words: "True at boot, not at the peak, so the changelog gets the figure for the peak as well.",
        },
      ],
      questions: [{ number: null, label: "B Lazy", by: "C. Tester", words: "What about GFP_ATOMIC?" }],
      verdicts: [
        {
          trailer: "Nacked-by: A. Reviewer <reviewer@example.org>",
          about: "B Lazy of Which one",
          note: "",
          isEarlier: true,
        },
      ],
    }),
  ).toBe(`KMSAN metadata
https://board.example.org/b/abc, as of 2026-11-21

Who took part
-------------
- A. Reviewer, 2 comments, 1 verdict
- B. Maintainer, 1 comment

Proposals
---------
- [PATCH RFC v2 0/4] mm: kmsan: lazy metadata, from D. Author
  <1@example.org>
  modelled by B Lazy

Results: Which one still serves order 9?
----------------------------------------
  seed 42         A Boot carve-out      B Lazy
  usable pages              73,020      71,274
  failures                       3           0
  order 9 served             31/34  none asked

  carveout run kmsan-metadata.json --seed 42

- C Pointers: no result yet.

Versions
--------
- before the call, A. Reviewer, 2026-11-21

What changed, and what it did
-----------------------------
- until now, 2026-11-21:
  A. Reviewer set Bank size 2 GiB → 1 GiB on Laptop
  2 more changes
  => B Lazy: failures 0 to 3

Decisions
---------
- #1 “no memory is lost up front”
  B. Maintainer: True at boot, not at the peak, so the changelog gets
  the figure for the peak as well.

Open questions
--------------
- B Lazy
  C. Tester: What about GFP_ATOMIC?

Verdicts
--------
Nacked-by: A. Reviewer <reviewer@example.org>
  on B Lazy of Which one; given for an earlier state
`);
});

test("a board on which nothing has happened says so", () => {
  const text = reportText(EMPTY);
  for (const sentence of [
    "Nobody has said anything yet.",
    "No thread is resolved yet.",
    "No thread is open.",
  ])
    expect(text).toContain(sentence);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(72);
});
