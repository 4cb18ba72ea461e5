import type { RequestClass } from "@carveout/sim";
import type { FieldSpec, FieldValue } from "./field-spec";
import type {
  BoxGeometry,
  Geometry,
  ImportedFacts,
  MailJson,
  ModelledBy,
  NaturalSize,
  WireEnd,
  WireStart,
} from "./kinds";

/** Fields as written: an absent key stands for its default. */
export type Fields = Readonly<Record<string, FieldValue>>;
export type Rows = Readonly<Record<string, Fields>>;

/** What can be said of everything that has a place. */
export interface Placed {
  geo: Geometry;
  /** Order in the pile, a fractional-indexing key. */
  z: string;
  locked?: boolean;
  /** Items with the same one go together. */
  group?: string;
}

interface Card extends Placed {
  name?: string;
}

export interface ProfileFieldsJson {
  banks?: Rows;
  reserved?: Rows;
  cma?: Rows;
  tlb?: Rows;
  tagStorage?: Rows;
  pmem?: Rows;
  imported?: ImportedFacts;
  [key: string]: FieldValue | Rows | ImportedFacts | undefined;
}

export interface WorkloadFieldsJson {
  /** Weight per order, key = order. */
  orders?: Fields;
  classes?: Partial<Readonly<Record<RequestClass, Fields>>>;
  phases?: Rows;
  actions?: Rows;
  [key: string]: FieldValue | Fields | Partial<Readonly<Record<RequestClass, Fields>>> | Rows | undefined;
}

export interface ExperimentFieldsJson {
  /** Key = id of the variant; `order` sorts the columns. */
  variants?: Readonly<Record<string, { order?: string }>>;
  seed?: number;
  /** How many seeds, from `seed` on. */
  seeds?: number;
  /** Id of the variant that the others are compared with; "" = the first. */
  baseline?: string;
  /** What the runs have to show. */
  expectations?: Rows;
  /** The parameters of its sweep, one or two. */
  sweep?: Rows;
}

export interface ProposalFieldsJson {
  /** Id of the proposal that this one is the next version of. */
  former?: string;
  mails?: Readonly<Record<string, MailJson>>;
  /** Variants that model it; the key is the row's own. */
  models?: Readonly<Record<string, { variant: ModelledBy }>>;
}

export type ProfileJson = Card & { kind: "profile"; fields: ProfileFieldsJson };
export type StrategyJson = Card & { kind: "strategy"; family: string; type: string; fields: Fields };
export type WorkloadJson = Card & { kind: "workload"; fields: WorkloadFieldsJson };
export type ExperimentJson = Card & { kind: "experiment"; fields: ExperimentFieldsJson };
export type ProposalJson = Card & { kind: "proposal"; fields: ProposalFieldsJson };
export type NoteJson = Placed & { kind: "note"; text: string };
/** Markdown; its height follows from the content. */
export type TextJson = Placed & { kind: "text"; text: string; fields: Fields };
export type ConnectorJson = { kind: "connector"; from: WireStart; to: WireEnd };

interface Drawn extends Placed {
  geo: BoxGeometry;
}

/** `text` is its label. */
export type ShapeJson = Drawn & { kind: "shape"; text: string; fields: Fields };
export type InkJson = Drawn & { kind: "ink"; stroke: string; fields: Fields };
/** `order` sorts the frames when they are shown one after the other. */
export type FrameJson = Drawn & { kind: "frame"; name?: string; order: string };
export type ImageJson = Drawn & { kind: "image"; hash: string; natural: NaturalSize; fields: Fields };

/** What lies on the board as a card, with controls in it; its height follows from the content. */
export type CardJson =
  | ProfileJson
  | StrategyJson
  | WorkloadJson
  | ExperimentJson
  | ProposalJson
  | NoteJson
  | TextJson;
/** What is drawn, in a box of its own. */
export type DrawnJson = ShapeJson | InkJson | FrameJson | ImageJson;
/** What has a place on the board. */
export type PlacedJson = CardJson | DrawnJson;

/** An item as plain data: what the board's JSON holds and what the accessors return. */
export type ItemJson = PlacedJson | ConnectorJson;

export function isDrawn(item: PlacedJson): item is DrawnJson {
  return item.kind === "shape" || item.kind === "ink" || item.kind === "frame" || item.kind === "image";
}

/** The value that counts: what is written, else the default. */
export function fieldValue(
  spec: FieldSpec,
  fields: Readonly<Record<string, unknown>> | undefined,
): FieldValue {
  const written = fields?.[spec.key];
  return typeof written === "number" || typeof written === "string" || typeof written === "boolean"
    ? written
    : spec.default;
}

/** All values of a group of fields, defaults filled in. */
export function resolveFields(
  specs: readonly FieldSpec[],
  fields: Readonly<Record<string, unknown>> | undefined,
): Record<string, FieldValue> {
  return Object.fromEntries(specs.map((spec) => [spec.key, fieldValue(spec, fields)]));
}

/** True for an item whose place and fields are held until somebody unlocks it. Locks guard against accidents and bind nobody. */
export function isLocked(item: ItemJson | undefined): boolean {
  return item !== undefined && item.kind !== "connector" && item.locked === true;
}
