import { figureTable, type ResultTable } from "@carveout/formats/mail";
import { type ModelledBy, SHORT_RUN } from "@carveout/model";
import { failureCount, readColumn } from "../../cards/experiment/column";
import { runCommand } from "../../cards/experiment/provenance-text";
import { itemName } from "../../cards/item-name";
import type { BoardSession } from "../../session";

/** A name that leaves room for three columns beside it. */
const MAX_PROFILE_NAME = 22;

/** The figures of the experiments that model a proposal, as tables for a mail. What has no result yet is left out: a mail can't be corrected. */
export function resultTables(
  session: BoardSession,
  models: readonly ModelledBy[],
  origin: string,
): ResultTable[] {
  const experiments = [...new Set(models.map(({ item }) => item))];
  return experiments.flatMap((id) => {
    const experiment = session.items.item(id);
    const plan = session.items.plans.get(id);
    if (experiment?.kind !== "experiment" || plan === undefined) return [];
    const runs = session.announcements.runs.get(id);
    const done = plan.columns.flatMap(({ variant, letter, name }) => {
      const frame = runs?.get(variant);
      const { memory, live, certainty } = readColumn(frame);
      if (frame === undefined || memory === null || live === null || certainty !== "result") return [];
      const { usablePages } = memory;
      const failures = failureCount(live.failures);
      return [{ variant, run: frame.run, letter, name, usablePages, failures, orders: live.orders }];
    });
    const told = done.find(({ variant }) => models.some((model) => model.variant === variant)) ?? done[0];
    if (told === undefined) return [];
    const seed = experiment.fields.seed ?? 42;
    const profile = session.items.item(plan.profile ?? "");
    const name = profile?.kind === "profile" ? itemName(profile) : "";
    return [
      figureTable(done, {
        title: `${name === "" || name.length > MAX_PROFILE_NAME ? "" : `${name}, `}seed ${seed}`,
        command: runCommand(session.title.get(), told.letter, seed),
        permalink: told.run === "" ? null : `${origin}/r/${told.run.slice(0, SHORT_RUN)}`,
      }),
    ];
  });
}
