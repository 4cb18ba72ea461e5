import { planExperiment, TEMPLATES, viewOf } from "@carveout/model";
import type { RunInput } from "@carveout/sim";

/** What the first variant of a template's experiment runs. */
export function templateInput(id: string): RunInput {
  const board = TEMPLATES.find((template) => template.id === id)?.board();
  if (board === undefined) throw new Error(`There is no template "${id}".`);
  const [plan] = planExperiment(viewOf(board.items), "experiment-1");
  if (plan === undefined || !("input" in plan.run)) throw new Error(`The template "${id}" has no plan.`);
  return plan.run.input;
}
