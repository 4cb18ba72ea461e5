import * as z from "zod";
import type { BoardFileJson } from "./board-json";
import type { CatalogueEntry } from "./catalogue";
import { CATALOGUE } from "./catalogue.generated";
import { personId } from "./commands/common.schema";
import { person } from "./commands/people.schema";
import { MAX_THREADS, MAX_VERDICTS } from "./commands/terms";
import { thread, threadId } from "./commands/threads.schema";
import { verdict } from "./commands/verdicts.schema";
import { fieldProblem } from "./field";
import type { FieldSpec } from "./field-spec";
import { wordsOf } from "./field-words";
import { MAX_IMAGE_BYTES } from "./images/image-bytes";
import {
  BOARD_LIMIT,
  boxGeometryShape,
  formerShape,
  frameOrderShape,
  geometryShape,
  groupShape,
  ITEM_KINDS,
  imageHashShape,
  itemShape,
  MAX_BOX_SIDE,
  MAX_IMAGE_SIDE,
  MAX_MAIL_LENGTH,
  mailBodyShape,
  mailHeadShape,
  modelledByShape,
  naturalSizeShape,
  orderShape,
  profileFields,
  strokeShape,
  wireEndShape,
  wireStartShape,
} from "./kinds";
import { MAX_TITLE_LENGTH } from "./layout";
import { isOrderKey } from "./order";
import { paramsOf } from "./params";
import { viewOf, wireProblem } from "./references";
import { fieldsShape, type GroupShape, isRowKey, ROW_KEY, type Shape, type ValueShape } from "./shape";
import { MAX_STROKE_LENGTH, readStroke } from "./stroke";

/** zod's view of one field; agrees with fieldProblem() on every value (schema.test.ts). */
export function fieldSchema(spec: FieldSpec): z.ZodType {
  return unmetaField(spec).meta({
    title: spec.label,
    description: wordsOf(spec).help,
    default: spec.default,
  });
}

function unmetaField(spec: FieldSpec): z.ZodType {
  switch (spec.type) {
    case "bool":
      return z.boolean();
    case "enum":
      return z.enum((spec.options ?? []).map((o) => o.value));
    case "text":
      return z
        .string()
        .max(spec.maxLength ?? 200)
        .refine((text) => fieldProblem(spec, text) === null, "holds control characters");
    default: {
      let number = spec.type === "number" ? z.number() : z.number().int();
      if (spec.min !== undefined) number = number.min(spec.min);
      if (spec.max !== undefined) number = number.max(spec.max);
      // multipleOf() works by remainder, which is exact for the integers that have a step.
      if (spec.step !== undefined) number = number.multipleOf(spec.step);
      return number;
    }
  }
}

const key = z.string().regex(ROW_KEY).refine(isRowKey, "is a reserved name");

const coordinate = z.number().min(-BOARD_LIMIT).max(BOARD_LIMIT);
const side = z.number().min(1).max(MAX_BOX_SIDE);
const pixels = z.int().min(1).max(MAX_IMAGE_SIDE);
const order = z
  .string()
  .regex(/^[0-9A-Za-z]{1,120}$/)
  .refine(isOrderKey, "is not an order key");

const mailLine = z.string().max(1000);
const mailPerson = z.strictObject({ name: mailLine, address: mailLine });
const mailHead = z.strictObject({
  messageId: mailLine.nullable(),
  inReplyTo: z.array(mailLine).max(100),
  references: z.array(mailLine).max(100),
  date: mailLine.nullable(),
  time: z.number().nullable(),
  from: mailPerson.nullable(),
  to: z.array(mailPerson).max(200),
  cc: z.array(mailPerson).max(200),
  list: mailLine.nullable(),
  subject: mailLine,
});

const imageHash = z.string().regex(/^[0-9a-f]{64}$/);
/** Three bytes are four characters. Whether they are the picture that the hash names is seen once they are decoded: checkCarried(). */
const imageText = z
  .string()
  .max(Math.ceil(MAX_IMAGE_BYTES / 3) * 4)
  .meta({ contentEncoding: "base64" });

/** Values that are not fields. */
const PLAIN = new Map<ValueShape, z.ZodType>([
  [geometryShape, z.strictObject({ x: coordinate, y: coordinate, w: z.number().min(60).max(4000) })],
  [boxGeometryShape, z.strictObject({ x: coordinate, y: coordinate, w: side, h: side })],
  [orderShape, order],
  [frameOrderShape, order],
  [imageHashShape, imageHash],
  [naturalSizeShape, z.strictObject({ w: pixels, h: pixels })],
  [
    strokeShape,
    z
      .string()
      .max(MAX_STROKE_LENGTH)
      .refine((text) => readStroke(text) !== null, "is not a stroke"),
  ],
  [groupShape, key],
  [mailHeadShape, mailHead],
  [mailBodyShape, z.string().max(MAX_MAIL_LENGTH)],
  [formerShape, key],
  [modelledByShape, z.strictObject({ item: key, variant: key })],
  [wireStartShape, z.strictObject({ item: key })],
  [wireEndShape, z.strictObject({ item: key, port: key })],
]);

const imported = z.strictObject({
  title: z.string().max(200),
  files: z.array(z.string().max(80)).max(16),
  presentPages: z.int().nonnegative().nullable(),
  managedPages: z.int().nonnegative().nullable(),
  kmsan: z.boolean(),
  notes: z.array(z.string().max(500)).max(32),
});
const importedShape = profileFields.keys.imported;
if (importedShape?.shape === "value") PLAIN.set(importedShape, imported);

function shapeSchema(shape: Shape): z.ZodType {
  switch (shape.shape) {
    case "text":
      return z.string().max(shape.maxLength);
    case "table":
      return z
        .record(key, shapeSchema(shape.row))
        .refine((rows) => Object.keys(rows).length <= shape.maxRows, `has more than ${shape.maxRows} rows`);
    case "group":
      return groupSchema(shape, {});
    case "value": {
      if (shape.spec !== undefined) return fieldSchema(shape.spec);
      const plain = PLAIN.get(shape);
      if (plain === undefined) throw new Error(`${shape.label} has no schema.`);
      return plain;
    }
  }
}

function groupSchema(shape: GroupShape, fixed: Record<string, z.ZodType>): z.ZodObject {
  const entries = Object.entries(shape.keys).map(([name, inner]) => {
    const given = fixed[name];
    if (given !== undefined) return [name, given] as const;
    const schema = shapeSchema(inner);
    const optional = inner.shape === "value" && !inner.required;
    const isTop = name === "fields" || name === "text";
    return [name, optional || (inner.shape !== "value" && !isTop) ? schema.optional() : schema] as const;
  });
  return z.strictObject(Object.fromEntries(entries));
}

function itemSchema(head: { kind: string; family?: string; type?: string }, fields?: z.ZodType): z.ZodObject {
  const shape = itemShape(head);
  if (shape === null) throw new Error(`There is no item of kind ${head.kind}.`);
  const literals = Object.entries(head).map(([name, value]) => [name, z.literal(value)] as const);
  return groupSchema(shape, { ...Object.fromEntries(literals), ...(fields === undefined ? {} : { fields }) });
}

function strategySchema(entry: CatalogueEntry): z.ZodObject {
  const { family, type, title } = entry;
  const fields = shapeSchema(fieldsShape(title, paramsOf(entry)));
  return itemSchema({ kind: "strategy", family, type }, fields);
}

const item = z.union([
  ...ITEM_KINDS.filter((kind) => kind !== "strategy").map((kind) => itemSchema({ kind })),
  ...CATALOGUE.map(strategySchema),
]);

/** The board's JSON, version 1. */
export const boardSchema = z.strictObject({
  carveout: z.literal(1),
  title: z.string().max(MAX_TITLE_LENGTH),
  items: z.record(key, item),
  people: z.record(personId, person).optional(),
  threads: atMost(MAX_THREADS, "threads", z.record(threadId, thread)).optional(),
  /** By item, variant and person. */
  verdicts: atMost(MAX_VERDICTS, "verdicts", z.record(z.string().max(250), verdict)).optional(),
  /** The pictures that it shows, by the hash of their bytes. */
  images: z.record(imageHash, imageText).optional(),
});

/** What is around the items. Each of them is checked by the one schema that its head names: the union would try them all. */
const frameSchema = boardSchema.extend({ items: z.record(key, z.unknown()) });

function atMost<T extends z.ZodRecord>(most: number, what: string, records: T): T {
  return records.refine((all) => Object.keys(all).length <= most, `holds more than ${most} ${what}`);
}

/** JSON Schema (draft 2020-12) of the board's JSON. */
export function boardJsonSchema(): unknown {
  return z.toJSONSchema(boardSchema, { io: "input" });
}

/** A board's JSON that can't be used: where it is wrong and why. */
export class BoardError extends Error {
  constructor(
    readonly path: readonly (string | number)[],
    readonly sentence: string,
    /** Line of the text, from 1, where the text is not JSON at all. */
    readonly line?: number,
  ) {
    super(sentence);
  }
}

/** Text of a board file -> board. Throws a BoardError that names the first thing that is wrong. */
export function parseBoard(text: string): BoardFileJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw syntaxError(text, error);
  }
  return checkBoard(value);
}

export function checkBoard(value: unknown): BoardFileJson {
  if (typeof value !== "object" || value === null || (value as { carveout?: unknown }).carveout !== 1)
    throw new BoardError(["carveout"], 'This is not a board of version 1: it has no "carveout": 1.');
  const parsed = frameSchema.safeParse(value);
  if (!parsed.success) throw firstIssue(parsed.error, []);
  const items = Object.fromEntries(
    Object.entries(parsed.data.items).map(([id, entry]) => [id, checkItem(id, entry)]),
  );
  // The schema is built from the same shapes as the type.
  const board = { ...parsed.data, items } as BoardFileJson;
  const view = viewOf(board.items);
  for (const [id, entry] of Object.entries(board.items)) {
    const problem = entry.kind === "connector" ? wireProblem(view, entry.from, entry.to, id) : null;
    if (problem !== null) throw new BoardError(["items", id], problem);
  }
  return board;
}

const ITEM_SCHEMAS = new Map<string, z.ZodObject>();

function schemaOf(head: Parameters<typeof itemSchema>[0]): z.ZodObject {
  const name = Object.values(head).join("/");
  const known = ITEM_SCHEMAS.get(name) ?? itemSchema(head);
  ITEM_SCHEMAS.set(name, known);
  return known;
}

/** The union's own complaint ("no option fits") helps nobody: ask the one schema that the item's head names. */
function checkItem(id: string, entry: unknown): unknown {
  const head = (typeof entry === "object" && entry !== null ? entry : {}) as {
    kind?: unknown;
    family?: unknown;
    type?: unknown;
  };
  if (itemShape({ kind: head.kind, family: head.family, type: head.type }) === null)
    throw new BoardError(
      ["items", id],
      `There is no item of kind ${JSON.stringify(head.kind) ?? "(none)"}${head.kind === "strategy" ? ` ${String(head.family)}/${String(head.type)}` : ""}.`,
    );
  const known =
    head.kind === "strategy"
      ? { kind: "strategy", family: String(head.family), type: String(head.type) }
      : { kind: String(head.kind) };
  const parsed = schemaOf(known).safeParse(entry);
  if (!parsed.success) throw firstIssue(parsed.error, ["items", id]);
  return parsed.data;
}

function firstIssue(error: z.ZodError, prefix: (string | number)[]): BoardError {
  const issue = error.issues[0];
  const path = [
    ...prefix,
    ...(issue?.path ?? []).map((step) => (typeof step === "symbol" ? String(step) : step)),
  ];
  return new BoardError(path, `${path.join(".")}: ${issue?.message ?? "does not fit"}.`);
}

function syntaxError(text: string, error: unknown): BoardError {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/.exec(message)?.[1];
  const line = position === undefined ? undefined : text.slice(0, Number(position)).split("\n").length;
  return new BoardError(
    [],
    `This is not JSON${line === undefined ? "" : `: line ${line}`}: ${message}.`,
    line,
  );
}
