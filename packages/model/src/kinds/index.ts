import { CATALOGUE } from "../catalogue.generated";
import { fieldsShape, type GroupShape, plainShape } from "../shape";
import { wireEndShape, wireStartShape } from "./connector";
import { drawnShapeFields, MAX_LABEL_LENGTH } from "./drawn-shape";
import { experimentFields } from "./experiment";
import { frameOrderShape } from "./frame";
import { boxGeometryShape } from "./geometry";
import { imageFields, imageHashShape, naturalSizeShape } from "./image";
import { inkFields, strokeShape } from "./ink";
import { PLACED } from "./placed";
import { profileFields } from "./profile";
import { proposalFields } from "./proposal";
import { MAX_TEXT_LENGTH, textFields } from "./text";
import { workloadFields } from "./workload";

export const ITEM_KINDS = [
  "profile",
  "strategy",
  "workload",
  "experiment",
  "proposal",
  "note",
  "text",
  "shape",
  "ink",
  "frame",
  "image",
  "connector",
] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

export function isItemKind(value: unknown): value is ItemKind {
  return ITEM_KINDS.includes(value as ItemKind);
}

/** Longest text of a note, characters: a page of mail. */
export const MAX_NOTE_LENGTH = 10_000;

const kindShape = plainShape("Kind", (v) => (isItemKind(v) ? null : "is not a kind of item"), {
  required: true,
  fixed: true,
});
const nameShape = {
  ...fieldsShape("", [
    {
      key: "name",
      label: "Name",
      type: "text",
      maxLength: 120,
      default: "",
      help: "Shown in the card's head.",
    },
  ]).keys,
};

const CARD = { kind: kindShape, ...PLACED, ...nameShape };
const DRAWN = { kind: kindShape, ...PLACED, geo: boxGeometryShape };

const SHAPES: Record<Exclude<ItemKind, "strategy">, GroupShape> = {
  profile: { shape: "group", label: "Profile", keys: { ...CARD, fields: profileFields } },
  workload: { shape: "group", label: "Workload", keys: { ...CARD, fields: workloadFields } },
  experiment: { shape: "group", label: "Experiment", keys: { ...CARD, fields: experimentFields } },
  proposal: { shape: "group", label: "Proposal", keys: { ...CARD, fields: proposalFields } },
  note: {
    shape: "group",
    label: "Note",
    keys: {
      kind: kindShape,
      ...PLACED,
      text: { shape: "text", label: "Note", maxLength: MAX_NOTE_LENGTH },
    },
  },
  text: {
    shape: "group",
    label: "Text",
    keys: {
      kind: kindShape,
      ...PLACED,
      text: { shape: "text", label: "Text", maxLength: MAX_TEXT_LENGTH },
      fields: textFields,
    },
  },
  shape: {
    shape: "group",
    label: "Shape",
    keys: {
      ...DRAWN,
      text: { shape: "text", label: "Label", maxLength: MAX_LABEL_LENGTH },
      fields: drawnShapeFields,
    },
  },
  ink: { shape: "group", label: "Ink", keys: { ...DRAWN, stroke: strokeShape, fields: inkFields } },
  frame: { shape: "group", label: "Frame", keys: { ...DRAWN, ...nameShape, order: frameOrderShape } },
  image: {
    shape: "group",
    label: "Image",
    keys: { ...DRAWN, hash: imageHashShape, natural: naturalSizeShape, fields: imageFields },
  },
  connector: {
    shape: "group",
    label: "Connector",
    keys: { kind: kindShape, from: wireStartShape, to: wireEndShape },
  },
};

const strategyKey = (family: string, type: string) => `${family}/${type}`;

const STRATEGY_SHAPES = new Map<string, GroupShape>(
  CATALOGUE.map((strategy) => [
    strategyKey(strategy.family, strategy.type),
    {
      shape: "group",
      label: strategy.title,
      keys: {
        ...CARD,
        family: plainShape(
          "Family",
          (v) => (v === strategy.family ? null : "is not this strategy's family"),
          {
            required: true,
            fixed: true,
          },
        ),
        type: plainShape("Type", (v) => (v === strategy.type ? null : "is not this strategy's type"), {
          required: true,
          fixed: true,
        }),
        fields: fieldsShape(strategy.title, strategy.params),
      },
    },
  ]),
);

/**
 * The shape of an item from what its head says (kind; family and type for a strategy), or null if there is no such item.
 * `head` is anything: it comes from the network.
 */
export function itemShape(head: { kind: unknown; family?: unknown; type?: unknown }): GroupShape | null {
  if (!isItemKind(head.kind)) return null;
  if (head.kind !== "strategy") return SHAPES[head.kind];
  if (typeof head.family !== "string" || typeof head.type !== "string") return null;
  return STRATEGY_SHAPES.get(strategyKey(head.family, head.type)) ?? null;
}

export * from "./connector";
export * from "./drawn-shape";
export * from "./experiment";
export * from "./frame";
export * from "./geometry";
export * from "./image";
export * from "./ink";
export * from "./looks";
export * from "./placed";
export * from "./profile";
export * from "./proposal";
export * from "./text";
export * from "./workload";
