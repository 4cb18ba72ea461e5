import { generateNKeysBetween } from "fractional-indexing";
import type { BoardJson } from "../board-json";
import type { ConnectorJson, Fields, ItemJson, ProfileFieldsJson, WorkloadFieldsJson } from "../item";

/** One answer to the board's question: a strategy and the variant that it is wired to. */
export interface Alternative {
  variant: string;
  type: string;
  params?: Fields;
  /** Where its card begins, board units. */
  y: number;
}

/** What a board says that puts the answers of one family side by side. */
export interface Comparison {
  title: string;
  family: string;
  profile: { name: string; fields: ProfileFieldsJson };
  alternatives: readonly Alternative[];
  workload: { name: string; y: number; fields: WorkloadFieldsJson };
  /** Name of the experiment. */
  experiment: string;
  note: { y: number; text: string };
}

/** Columns of cards, board units: the machine, the alternatives with their load, the experiment. */
const MACHINE = { x: 0, w: 362 };
const CHOICES = { x: 408, w: 258 };
const EXPERIMENT = { x: 716, w: 690 };

const wire = (from: string, port: string): ConnectorJson => ({
  kind: "connector",
  from: { item: from },
  to: { item: "experiment-1", port },
});

/** The board: machine and note on the left, alternatives over their load in the middle, the experiment on the right. */
export function comparison(what: Comparison): BoardJson {
  const { title, family, profile, alternatives, workload, experiment, note } = what;
  // Note, profile, strategies, workload and experiment, from the lowest up.
  const keys = generateNKeysBetween(null, null, alternatives.length + 4);
  const z = (place: number) => keys.at(place) ?? "";
  const orders = generateNKeysBetween(null, null, alternatives.length);
  const variants = Object.fromEntries(
    alternatives.map(({ variant }, i) => [variant, { order: orders[i] ?? "" }]),
  );
  const items: Record<string, ItemJson> = {
    "profile-1": {
      kind: "profile",
      name: profile.name,
      geo: { ...MACHINE, y: 0 },
      z: z(1),
      fields: profile.fields,
    },
  };
  for (const [i, { type, params = {}, y }] of alternatives.entries())
    items[`strategy-${i + 1}`] = {
      kind: "strategy",
      family,
      type,
      geo: { ...CHOICES, y },
      z: z(2 + i),
      fields: params,
    };
  items["workload-1"] = {
    kind: "workload",
    name: workload.name,
    geo: { ...CHOICES, y: workload.y },
    z: z(-2),
    fields: workload.fields,
  };
  items["experiment-1"] = {
    kind: "experiment",
    name: experiment,
    geo: { ...EXPERIMENT, y: 0 },
    z: z(-1),
    fields: { variants },
  };
  // Below the others: what unfolds in the profile above it reaches over it.
  items["note-1"] = { kind: "note", geo: { ...MACHINE, y: note.y }, z: z(0), text: note.text };
  items["connector-1"] = wire("profile-1", "profile");
  items["connector-2"] = wire("workload-1", "workload");
  for (const [i, { variant }] of alternatives.entries())
    items[`connector-${i + 3}`] = wire(`strategy-${i + 1}`, variant);
  return { carveout: 1, title, items };
}
