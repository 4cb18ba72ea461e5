import { figureTable, type Matter, type Report } from "@carveout/formats";
import {
  boardFile,
  type ItemId,
  type ItemJson,
  isForEarlier,
  isLive,
  mailsOf,
  modelsOf,
  type PeopleJson,
  type PlacedJson,
  personName,
  planExperiment,
  readPeople,
  readThreads,
  readVerdicts,
  readVersions,
  SHORT_RUN,
  type ThreadJson,
  titleOf,
  trailerOf,
  type VariantPlan,
  type VerdictJson,
} from "@carveout/model";
import type { RunResult } from "@carveout/sim";
import type { RunFrame } from "@carveout/wire";
import type * as Y from "yjs";
import type { Mirror } from "../gate/mirror";
import { changesOf, type Milestone } from "./changes";

export interface ReportSources {
  doc: Y.Doc;
  mirror: Mirror;
  /** The newest of each variant. */
  frames: readonly RunFrame[];
  /** What it came to on the way here. */
  milestones: readonly Milestone[];
  /** What a participant goes by. */
  nameOf: (participant: string) => string;
  /** Of the server, as the asker reaches it. */
  origin: string;
  board: string;
  now: number;
}

type Frames = ReadonlyMap<string, RunFrame>;

const frameKey = (experiment: ItemId, variant: string) => `${experiment}/${variant}`;

/** The review as it stands, gathered from the board, its discussion and its runs. */
export function reportOf(sources: ReportSources): Report {
  const { doc, mirror, frames, milestones, origin, board, now } = sources;
  const people = readPeople(doc);
  const threads = Object.values(readThreads(doc)).sort((a, b) => a.number - b.number);
  const verdicts = Object.values(readVerdicts(doc)).sort((a, b) => a.at - b.at);
  const byVariant: Frames = new Map(
    frames.map((frame) => [frameKey(frame.experiment, frame.variant), frame]),
  );
  const title = titleOf(doc);
  const plans = plansOf(mirror);
  const nameVariant = (item: ItemId, variant: string) => {
    const plan = plans.get(item)?.find((each) => each.variant === variant);
    return plan === undefined ? "a variant that is gone" : `${plan.letter} ${plan.name}`;
  };
  return {
    title,
    address: `${origin}/b/${board}`,
    at: now,
    people: participants(people, threads, verdicts),
    proposals: inReadingOrder(mirror, "proposal").map(([, item]) => {
      const [first] = mailsOf(item);
      return {
        name: nameOf(item),
        from: first?.head.from?.name || first?.head.from?.address || "",
        messageId: first?.head.messageId ?? null,
        modelledBy: modelsOf(item).map(({ item: experiment, variant }) => nameVariant(experiment, variant)),
      };
    }),
    experiments: inReadingOrder(mirror, "experiment").map(([id, item]) => ({
      name: nameOf(item),
      ...resultsOf(id, plans.get(id) ?? [], byVariant, { title, origin }),
    })),
    verdicts: verdicts.flatMap((verdict) => {
      const trailer = trailerOf(verdict, people);
      const { item, variant } = verdict.target;
      const run = variant === undefined ? "" : (byVariant.get(frameKey(item, variant))?.run ?? "");
      return trailer === null
        ? []
        : [
            {
              trailer,
              about: aboutVerdict(mirror, verdict, nameVariant),
              note: verdict.note ?? "",
              isEarlier: run !== "" && isForEarlier(verdict, run),
            },
          ];
    }),
    versions: Object.values(readVersions(doc))
      .sort((a, b) => a.at - b.at)
      .map(({ name, by, at }) => ({ name, by: personName(people, by), at })),
    changes: changesOf(milestones, sources.nameOf),
    decisions: threads
      .filter(({ resolved }) => resolved !== undefined)
      .map((thread) => matterOf(thread, people)),
    questions: [
      ...threads.filter(({ resolved }) => resolved === undefined).map((thread) => matterOf(thread, people)),
      ...verdicts
        .filter(({ tag }) => tag === "Question")
        .map((verdict) => ({
          number: null,
          label: aboutVerdict(mirror, verdict, nameVariant),
          by: personName(people, verdict.by),
          words: verdict.note || "has a question",
        })),
    ],
  };
}

function participants(
  people: PeopleJson,
  threads: readonly ThreadJson[],
  verdicts: readonly VerdictJson[],
): Report["people"] {
  const comments = threads.flatMap((thread) => thread.comments.filter(isLive));
  return Object.keys(people)
    .map((id) => ({
      name: personName(people, id),
      comments: comments.filter(({ by }) => by === id).length,
      verdicts: verdicts.filter(({ by }) => by === id).length,
    }))
    .sort((a, b) => b.comments + b.verdicts - (a.comments + a.verdicts) || (a.name < b.name ? -1 : 1));
}

/** Items of a kind, rows first and then left to right, as they are read on the board. */
function inReadingOrder<K extends PlacedJson["kind"]>(
  mirror: Mirror,
  kind: K,
): (readonly [ItemId, Extract<PlacedJson, { kind: K }>])[] {
  const isOfKind = (item: ItemJson): item is Extract<PlacedJson, { kind: K }> => item.kind === kind;
  return [...mirror.items]
    .flatMap(([id, item]) => (isOfKind(item) ? [[id, item] as const] : []))
    .sort(([, a], [, b]) => a.geo.y - b.geo.y || a.geo.x - b.geo.x);
}

function plansOf(mirror: Mirror): ReadonlyMap<ItemId, readonly VariantPlan[]> {
  return new Map(inReadingOrder(mirror, "experiment").map(([id]) => [id, planExperiment(mirror, id)]));
}

function nameOf(item: ItemJson | undefined): string {
  if (item === undefined) return "an item that is gone";
  return "name" in item && item.name
    ? item.name
    : `${item.kind.charAt(0).toUpperCase()}${item.kind.slice(1)}`;
}

function aboutVerdict(
  mirror: Mirror,
  { target: { item, variant } }: VerdictJson,
  nameVariant: (item: ItemId, variant: string) => string,
): string {
  const name = nameOf(mirror.item(item));
  return variant === undefined ? name : `${nameVariant(item, variant)} of ${name}`;
}

function matterOf({ number, label, comments }: ThreadJson, people: PeopleJson): Matter {
  const last = comments.findLast(isLive);
  return {
    number,
    label,
    by: last === undefined ? "" : personName(people, last.by),
    words: last?.text ?? "All of its comments are deleted.",
  };
}

/** What an experiment's variants came to. One table: they are compared on one workload. */
function resultsOf(
  id: ItemId,
  plans: readonly VariantPlan[],
  frames: Frames,
  { title, origin }: { title: string; origin: string },
): Pick<Report["experiments"][number], "tables" | "notes"> {
  const notes: string[] = [];
  const done: { plan: VariantPlan; run: string; result: RunResult }[] = [];
  for (const plan of plans) {
    const frame = frames.get(frameKey(id, plan.variant));
    const name = `${plan.letter} ${plan.name}`;
    if (frame?.status.state === "result") {
      // The room's runs are the core's own.
      done.push({ plan, run: frame.run, result: frame.status.result as RunResult });
      if (frame.changed !== "") notes.push(`${name}: ${frame.changed}`);
    } else notes.push(`${name}: ${whyNot(frame)}`);
  }
  const [first] = done;
  if (first === undefined) return { tables: [], notes };
  const table = figureTable(
    done.map(({ plan: { letter, name }, result }) => ({
      letter,
      name,
      usablePages: result.memory.usablePages,
      failures: result.failures.reduce((sum, { count }) => sum + count, 0),
      orders: result.orders,
    })),
    {
      title: `seed ${first.plan.seed}`,
      command: `carveout run ${boardFile(title)} --seed ${first.plan.seed}`,
      permalink: `${origin}/r/${first.run.slice(0, SHORT_RUN)}`,
    },
  );
  return { tables: [table], notes };
}

function whyNot(frame: RunFrame | undefined): string {
  switch (frame?.status.state) {
    case "incomplete":
      return frame.status.missing;
    case "no run":
      return frame.status.reason;
    case "ended early":
      return frame.status.reason;
    default:
      return "no result yet.";
  }
}
