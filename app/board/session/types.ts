import type { ItemId, ItemJson } from "@carveout/model";
import type { Estimate, RunProgress, RunResult } from "@carveout/sim";
import type { BoardDiagnostic, Refusal, RunFrame } from "@carveout/wire";
import type { Rescued } from "./copy";
import type { PersonColour } from "./identity";

/** One board as the frames of a run tell it, with the simulation core's own payloads. */
export type VariantRun = RunFrame<Estimate, RunProgress, RunResult>;
/** By id of the variant. */
export type ExperimentRuns = ReadonlyMap<string, VariantRun>;

export interface BoardPoint {
  x: number;
  y: number;
}

/** A field somebody is in: `field` is the path below the item's fields, joined by ".". */
export interface FieldPlace {
  item: ItemId;
  field: string;
}

/** A part of the board, in board pixels. */
export interface BoardBox extends BoardPoint {
  w: number;
  h: number;
}

export interface PresenceDrag {
  ids: readonly ItemId[];
  dx: number;
  dy: number;
}

/** A line somebody draws right now: ink before it is an item, or a laser's trail. Points are x and y in turn, board pixels. */
export interface PresenceTrace {
  kind: "ink" | "laser";
  /** Token of the design language. */
  colour: string;
  width: number;
  points: readonly number[];
}

/** Where somebody's caret stands in a text, and where their selection began: relative positions of Yjs, as their JSON. */
export interface PresenceCaret {
  anchor: unknown;
  head: unknown;
}

/** A participant who is here now, as their presence last told. One participant with two tabs is two of these. */
export interface Person {
  clientId: number;
  /** Stable over reloads. */
  id: string;
  name: string;
  colour: PersonColour;
  isMe: boolean;
  /** The server vouches that the sign-in provider knows them by this name. */
  isVerified: boolean;
  /** What they see of the board, null where they have no canvas open. */
  view: BoardBox | null;
  /** What stands open over their board, as their address names it; null where nothing does. */
  open: string | null;
  /** Whom they follow, by participant. */
  following: string | null;
  /** Board point, or null while the pointer is away or they type. */
  cursor: BoardPoint | null;
  selection: readonly string[];
  field: FieldPlace | null;
  drag: PresenceDrag | null;
  trace: PresenceTrace | null;
  /** In the text of `field`. */
  caret: PresenceCaret | null;
}

/** Who and which colour, where presence does not matter. */
export type Author = Pick<Person, "name" | "colour">;

/** Why there is no connection: nobody answers, the server has said that it stops, or it has closed after too many refusals. */
export type OfflineCause = "network" | "restart" | "refusals";

/** `offline` counts the changes that wait: edits, what was said, pictures. */
export type Saved =
  | { state: "opening" }
  | { state: "saved" }
  | { state: "saving" }
  | { state: "offline"; since: Date; cause: OfflineCause; waiting: number };

/** A refusal with its place: `item` is null where it is not about an item, `field` "" where not about a field. */
export interface ShownRefusal extends Refusal {
  /** Rises with each refusal of the session. */
  serial: number;
  at: Date;
  item: ItemId | null;
  field: string;
}

/** Who last changed a field from elsewhere; `fresh` for the 600 ms of the flash. */
export interface FieldChange {
  author: Author | null;
  at: Date;
  fresh: boolean;
}

/** A column of an experiment: id, letter, the names of its strategies and their families. */
export interface ColumnHead {
  variant: string;
  letter: string;
  name: string;
  strategies: readonly ItemId[];
  /** Of its strategies, in the same order. */
  families: readonly string[];
}

export interface ExperimentPlan {
  columns: readonly ColumnHead[];
  /** What the columns show; the first of those below. */
  profile: ItemId | null;
  workload: ItemId | null;
  profiles: readonly ItemId[];
  workloads: readonly ItemId[];
}

export interface HistoryState {
  canUndo: boolean;
  canRedo: boolean;
}

/** A step of undo that did nothing, or not all, because somebody else has changed the same thing since. */
export interface SkippedUndo {
  serial: number;
  /** null: what it changed is not on the board any more. */
  author: Author | null;
  /** The rest of the step was undone. */
  isPartial: boolean;
  /** What it was, e.g. "Bank size". */
  label: string;
}

/** Something this participant has to know of what they just did, and nobody else. */
export interface Notice {
  headline: string;
  /** Why, and what to do. */
  detail: string;
}

/** The session is over for good: a wire CloseCode or one of OWN_ENDINGS, and the server's reason. */
export interface Ending {
  code: number;
  reason: string;
  /** The board as it was here, where it had edits that were not saved. */
  rescued: Rescued | null;
}

/** What one transaction did to the items. */
export interface ItemsChange {
  changed: ReadonlySet<ItemId>;
  removed: ReadonlySet<ItemId>;
  isLocal: boolean;
}

export type Finding = BoardDiagnostic;
export type ItemOf<K extends ItemJson["kind"]> = Extract<ItemJson, { kind: K }>;
