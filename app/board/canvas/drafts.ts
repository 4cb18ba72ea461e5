import { type PlacedJson, PROPOSAL_WIDTH, randomKey } from "@carveout/model";

/** A new item before it has a place. */
export type Draft = PlacedJson extends infer Item
  ? Item extends PlacedJson
    ? Omit<Item, "geo" | "z">
    : never
  : never;

/** Where new items start, in board pixels; heights only draw the outline under the pointer. */
const SIZES: Record<PlacedJson["kind"], { w: number; h: number }> = {
  profile: { w: 362, h: 380 },
  strategy: { w: 258, h: 150 },
  workload: { w: 258, h: 260 },
  experiment: { w: 428, h: 220 },
  proposal: { w: PROPOSAL_WIDTH, h: 240 },
  note: { w: 196, h: 88 },
  text: { w: 320, h: 40 },
  shape: { w: 160, h: 100 },
  ink: { w: 1, h: 1 },
  frame: { w: 960, h: 600 },
  image: { w: 320, h: 240 },
};

export function draftSize(kind: PlacedJson["kind"]): { w: number; h: number } {
  return SIZES[kind];
}

/** A machine with one bank of RAM, of the default size at address 0. */
export function newProfile(): Draft {
  return { kind: "profile", fields: { banks: { [randomKey(8)]: {} } } };
}

export function newWorkload(): Draft {
  return { kind: "workload", fields: {} };
}

export function newExperiment(): Draft {
  return { kind: "experiment", fields: {} };
}

export function newNote(): Draft {
  return { kind: "note", text: "" };
}

export function newStrategy(family: string, type: string): Draft {
  return { kind: "strategy", family, type, fields: {} };
}
