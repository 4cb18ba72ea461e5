import type { ConnectorJson, ItemJson } from "@carveout/model";
import { seedBoard } from "@carveout/model";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { VariantRun } from "../session";
import { Announcements } from "../session/announcements";
import { ItemStore } from "../session/items";
import { MEMORY } from "../testing/memory";
import { estimateHeight } from "./height";
import { cardPicture } from "./picture";

const geo = { x: 0, y: 0, w: 362 };
const experiment: ItemJson = {
  kind: "experiment",
  geo,
  z: "a0",
  name: "Order 9",
  fields: { variants: { va: { order: "a0" }, vb: { order: "a1" } } },
};
const profile: ItemJson = {
  kind: "profile",
  geo,
  z: "a1",
  name: "1 GiB",
  fields: { banks: { b0: { baseBytes: 0, sizeBytes: 1024 ** 3 } } },
};
const wire: ConnectorJson = {
  kind: "connector",
  from: { item: "profile-1" },
  to: { item: "experiment-1", port: "profile" },
};

function board(items: Record<string, ItemJson>) {
  const doc = new Y.Doc();
  seedBoard(doc, { carveout: 1, title: "", items });
  return { items: new ItemStore(doc), announcements: new Announcements() };
}

const memory = MEMORY;
const queued: VariantRun = {
  type: "run",
  experiment: "experiment-1",
  variant: "va",
  run: "9f",
  seed: 42,
  serial: 1,
  changed: "",
  status: { state: "queued", place: 1, estimate: { memory } },
};

describe("an experiment's picture", () => {
  const session = board({ "experiment-1": experiment, "profile-1": profile, "connector-1": wire });
  session.announcements.receiveRun(queued);
  const picture = cardPicture(experiment, { id: "experiment-1", session });

  test("has a column a variant, the estimate marked as one", () => {
    expect(picture.columns).toHaveLength(2);
    expect(picture.columns?.[0]).toMatchObject({
      badge: { letter: "A", colour: "v-a", shape: "circle" },
      figure: { value: "≈ 73,020", unit: "pages usable" },
    });
  });

  test("its bar is the whole memory", () => {
    const shares = picture.columns?.[0]?.bar?.map((segment) => segment.share) ?? [];
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  test("a column without a frame says that it waits", () => {
    expect(picture.columns?.[1]?.figure).toBeUndefined();
    expect(picture.columns?.[1]?.rows?.[0]?.label).toBe("waiting");
  });
});

test("a profile shows what is present and how much of it is reserved", () => {
  const session = board({ "profile-1": profile });
  const picture = cardPicture(profile, { id: "profile-1", session });
  expect(picture.body?.rows?.[0]).toEqual({ label: "Present", value: "262,144 pages" });
  // 64 B of memmap a page of 4 KiB is a 64th.
  expect(picture.body?.bar?.[1]).toMatchObject({ token: "k-resv", share: 1 / 64 });
});

test("a finding colours the edge, an error before a warning", () => {
  const session = board({ "profile-1": profile });
  const finding = { item: "profile-1", field: "", sentence: "s" };
  session.announcements.receiveFindings({
    type: "diagnostics",
    findings: [
      { ...finding, severity: "warning" },
      { ...finding, severity: "error" },
    ],
  });
  expect(cardPicture(profile, { id: "profile-1", session }).state).toBe("err");
});

test("heights grow with what a card holds", () => {
  const note = (text: string): ItemJson & { kind: "note" } => ({ kind: "note", geo, z: "a0", text });
  expect(estimateHeight(note("1\n2\n3\n4\n5"))).toBeGreaterThan(estimateHeight(note("1")));
  expect(estimateHeight(experiment)).toBeGreaterThan(estimateHeight({ ...experiment, fields: {} }));
});
