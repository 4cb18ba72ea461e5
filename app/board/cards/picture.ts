import type { Badge, BarSegment, CardPicture, PictureBlock, PictureRow } from "@carveout/canvas";
import {
  type CardJson,
  type ExperimentJson,
  type FieldSpec,
  type FieldValue,
  fieldValue,
  formatNumber,
  formatValue,
  type ItemId,
  LOAD_FIELDS,
  mailsOf,
  PROFILE_FIELDS,
  type ProposalJson,
  strategyOf,
  type TextJson,
} from "@carveout/model";
import type { BoardSession } from "../session";
import { failureCount, figureWords, readColumn } from "./experiment/column";
import { memoryRows, metadataLabel, splitSegments } from "./experiment/split";
import { percentText, sizeText } from "./figures";
import { itemName } from "./item-name";
import { MEMORY_KINDS, type MemoryKind } from "./kinds";
import { bytesOf, memoryMap } from "./profile/memory-map";
import { pageSizeOf } from "./profile/page-size";
import { listedPatches } from "./proposal/listed-patches";
import { sourceLines } from "./source-lines";
import { type VariantLook, variantLook } from "./variant-look";
import { orderShares } from "./workload/offered-load";
import { wrapWords } from "./wrap-words";

export interface PictureContext {
  id: ItemId;
  session: Pick<BoardSession, "items" | "announcements">;
}

/** Most rows a picture shows: beyond that nobody reads them at the zooms where a picture stands for the card. */
const MOST_ROWS = 10;

/** Mean width of a character of running text and of a note's bolder one, and the padding at both sides, board pixels. */
const TEXT_PX = 6.3;
const NOTE_PX = 7.2;
const PADDING_PX = 24;

function columnsIn(width: number, characterPx: number): number {
  return Math.max(8, Math.floor((width - PADDING_PX) / characterPx));
}

/** What is drawn of a card while it is not mounted. */
export function cardPicture(item: Exclude<CardJson, TextJson>, context: PictureContext): CardPicture {
  const head = { tone: "card" as const, title: itemName(item), state: findingState(context) };
  switch (item.kind) {
    case "note":
      return {
        tone: "note",
        title: "",
        kindLabel: "note",
        lines: sourceLines(item.text).flatMap(({ text }) => wrapWords(text, columnsIn(item.geo.w, NOTE_PX))),
      };
    case "profile":
      return { ...head, kindLabel: "profile", body: { bar: mapBar(item.fields), rows: profileRows(item) } };
    case "strategy": {
      const description = strategyOf(item.family, item.type);
      return {
        ...head,
        kindLabel: item.family,
        badge: wiredBadge(context),
        lines:
          description === undefined ? [] : wrapWords(description.summary, columnsIn(item.geo.w, TEXT_PX)),
        body: { rows: rowsOf(description?.params ?? [], item.fields) },
      };
    }
    case "workload":
      return { ...head, kindLabel: "workload", body: { rows: workloadRows(item.fields) } };
    case "proposal":
      return { ...head, kindLabel: "proposal", ...proposalPicture(item) };
    case "experiment":
      return { ...experimentPicture(item, context), title: head.title };
  }
}

/** Who it is from, and what it consists of. */
function proposalPicture(item: ProposalJson): { body: { rows: PictureRow[] }; lines: string[] } {
  const first = mailsOf(item)[0]?.head;
  return {
    body: { rows: first?.from ? [{ label: "From", value: first.from.name || first.from.address }] : [] },
    lines: listedPatches(item),
  };
}

function findingState({ id, session }: PictureContext): string | undefined {
  const findings = session.announcements.findings.get(id) ?? [];
  if (findings.some((finding) => finding.severity === "error")) return "err";
  return findings.some((finding) => finding.severity === "warning") ? "warn" : undefined;
}

/** The engine knows four shapes; the fifth and sixth variant keep letter and colour. */
function badgeOf(look: VariantLook): Badge {
  const shape = look.shape === "pentagon" ? "diamond" : look.shape === "hexagon" ? "circle" : look.shape;
  return { letter: look.letter, colour: look.token, shape };
}

function wiredBadge({ id, session }: PictureContext): Badge | undefined {
  for (const [, wire] of session.items.wiresFrom(id)) {
    const columns = session.items.plans.get(wire.to.item)?.columns ?? [];
    const index = columns.findIndex((column) => column.variant === wire.to.port);
    const column = columns[index];
    if (column !== undefined) return badgeOf(variantLook(index, column.letter));
  }
  return undefined;
}

function rowsOf(specs: readonly FieldSpec[], fields: Readonly<Record<string, unknown>>): PictureRow[] {
  return specs.slice(0, MOST_ROWS).map((spec) => ({
    label: spec.label,
    value: formatValue(spec, fieldValue(spec, fields) as FieldValue),
  }));
}

function profileRows(item: Extract<CardJson, { kind: "profile" }>): PictureRow[] {
  const pages = Math.floor(memoryMap(item.fields).presentBytes / pageSizeOf(item));
  const plain = PROFILE_FIELDS.filter((spec) => !spec.advanced);
  return [
    { label: "Present", value: `${formatNumber(pages)} pages` },
    ...rowsOf(plain, item.fields as Record<string, unknown>),
  ].slice(0, MOST_ROWS);
}

/** The memory map lying down: what is not set aside, what is, and the namespaces beside it. */
function mapBar(fields: Extract<CardJson, { kind: "profile" }>["fields"]): BarSegment[] | undefined {
  const map = memoryMap(fields);
  const whole = map.presentBytes + bytesOf(map.pmem);
  if (whole === 0) return undefined;
  const tags = bytesOf(map.reserved.filter(({ kind }) => kind === "tags"));
  const reserved = Math.min(map.presentBytes - tags, bytesOf(map.reserved) - tags);
  const parts: [MemoryKind, number][] = [
    ["free", map.presentBytes - reserved - tags],
    ["reserved", reserved],
    ["tags", tags],
    ["pmem", bytesOf(map.pmem)],
  ];
  return parts
    .filter(([, bytes]) => bytes > 0)
    .map(([kind, bytes]) => {
      const { token, pattern } = MEMORY_KINDS[kind];
      return { token, share: bytes / whole, pattern };
    });
}

function workloadRows(fields: Extract<CardJson, { kind: "workload" }>["fields"]): PictureRow[] {
  const orders = orderShares(fields);
  return [
    ...rowsOf(LOAD_FIELDS, fields as Record<string, unknown>),
    {
      label: `Orders ${orders.map(({ order }) => order).join(" · ")}`,
      value: orders.map(({ share }) => percentText(share, 1)).join(" · "),
    },
  ].slice(-MOST_ROWS);
}

const STATE_TOKENS = {
  ok: "ok",
  warn: "warn",
  err: "err",
  accent: "accent",
  outline: undefined,
  plain: undefined,
};
/** From the least to the most pressing: an experiment's edge shows the most pressing of its columns. */
const PRESSING = ["ok", "accent", "warn", "err"];

function experimentPicture(
  item: ExperimentJson,
  { id, session }: PictureContext,
): Omit<CardPicture, "title"> {
  const plan = session.items.plans.get(id);
  const runs = session.announcements.runs.get(id);
  const profile = session.items.item(plan?.profile ?? "");
  const pageSizeBytes = pageSizeOf(profile?.kind === "profile" ? profile : undefined);
  const read = (plan?.columns ?? []).map((head) => ({ head, column: readColumn(runs?.get(head.variant)) }));
  const metadata = metadataLabel(read.flatMap(({ column }) => column.memory ?? []));
  const columns = read.map(({ head, column }, index) => ({
    column,
    block: columnBlock(head, variantLook(index, head.letter), column, { metadata, pageSizeBytes }),
  }));
  const states = columns.map(({ column }) => STATE_TOKENS[column.chip.tone] ?? "");
  const state = states.toSorted((a, b) => PRESSING.indexOf(b) - PRESSING.indexOf(a))[0];
  return {
    tone: "card",
    kindLabel: item.kind,
    state: state || undefined,
    lines: columns.length === 0 ? ["No run yet. Wire a profile, a workload and one strategy."] : undefined,
    columns: columns.map(({ block }) => block),
  };
}

function columnBlock(
  head: { name: string },
  look: VariantLook,
  column: ReturnType<typeof readColumn>,
  { metadata, pageSizeBytes }: { metadata: string; pageSizeBytes: number },
): PictureBlock {
  const { memory, certainty, live, message, chip } = column;
  const block = { badge: badgeOf(look), name: head.name };
  if (memory === null)
    return {
      ...block,
      rows: [{ label: message?.sentence ?? chip.text, value: "", colour: STATE_TOKENS[chip.tone] }],
    };
  const about = certainty === "estimate" ? "≈ " : "";
  const failures = live === null ? null : failureCount(live.failures);
  const size = (pages: number) =>
    about + sizeText(pages * pageSizeBytes, memory.presentPages * pageSizeBytes);
  return {
    ...block,
    figure: { value: about + formatNumber(memory.usablePages), unit: figureWords(memory, certainty) },
    bar: splitSegments(memory).map(({ kind, pages }) => ({
      token: MEMORY_KINDS[kind].token,
      share: pages / memory.presentPages,
      pattern: MEMORY_KINDS[kind].pattern,
    })),
    rows: [
      ...memoryRows(memory, metadata).map(({ label, pages }) => ({ label, value: size(pages) })),
      {
        label: "Failures",
        value: failures === null ? "not run yet" : formatNumber(failures),
        colour: failures !== null && failures > 0 ? "err" : undefined,
      },
      ...(live?.orders ?? [])
        .filter((counts) => counts.requested > 0)
        .map(({ order, requested, failed }) => ({
          label: `Order ${order}`,
          value: `${formatNumber(requested - failed)} / ${formatNumber(requested)}`,
          colour: failed > 0 ? "err" : undefined,
        })),
      { label: chip.text, value: "", colour: STATE_TOKENS[chip.tone] },
    ],
  };
}
