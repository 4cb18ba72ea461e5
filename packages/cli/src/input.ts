import { readFile } from "node:fs/promises";
import { type ParseArgsConfig, parseArgs } from "node:util";
import {
  BoardError,
  type BoardFileJson,
  type BoardJson,
  checkBoard,
  completeRun,
  type Expectation,
  type ExperimentJson,
  expectationsOf,
  planExperiment,
  seedsOf,
  viewOf,
} from "@carveout/model";
import { checkInput, InputError, type RunInput } from "@carveout/sim";
import { BadInput } from "./exit";

/** Arguments by Node's own parser; its complaints become ours. */
export function parse<T extends ParseArgsConfig["options"]>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node explains on further lines; the first one is the sentence.
    throw new BadInput((error instanceof Error ? error.message : String(error)).split("\n")[0]);
  }
}

export function onlyOne(positionals: string[], what: string): string {
  const [first] = positionals;
  if (first === undefined || positionals.length > 1)
    throw new BadInput(`Name one ${what}. Try 'carveout help'.`);
  return first;
}

/** An experiment of a file with its variants, and what they have to show. */
export interface Experiment {
  name: string;
  variants: Variant[];
  /** Its own and those that follow it. */
  seeds: number[];
  expectations: Expectation[];
}

/** One variant of a file, ready to run. */
export interface Variant {
  experiment: string;
  /** Id on the board; "" for a run by hand. */
  variant: string;
  letter: string;
  name: string;
  /** What to run, or what is missing. */
  run: { input: RunInput } | { missing: string };
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new BadInput(
      `${file}: ${(error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : String(error)}.`,
    );
  }
}

/** A board file or one hand-written run. */
export interface Input {
  experiments: Experiment[];
  /** null for a run by hand. */
  board: BoardFileJson | null;
}

/** What a file holds. Throws a BadInput that names the file, the path and the line. */
export async function readInput(file: string): Promise<Input> {
  const text = await readText(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadInput(
      `${file}${lineOf(text, error)}: this is not JSON (${error instanceof Error ? error.message : error}).`,
    );
  }
  try {
    if (typeof value === "object" && value !== null && "machine" in value)
      return { experiments: [byHand(checkInput(completeRun(value)))], board: null };
    const board = checkBoard(value);
    return { experiments: experimentsOf(board), board };
  } catch (error) {
    if (error instanceof BoardError) throw new BadInput(`${file}: ${error.sentence}`);
    if (error instanceof InputError) throw new BadInput(`${file}: ${error.path}: ${error.sentence}`);
    throw error;
  }
}

function lineOf(text: string, error: unknown): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
  return position === undefined ? "" : `:${text.slice(0, Number(position)).split("\n").length}`;
}

function byHand(input: RunInput): Experiment {
  const variant = { experiment: "run", variant: "", letter: "A", name: "run", run: { input } };
  return { name: "run", variants: [variant], seeds: [input.seed], expectations: [] };
}

function experimentsOf(board: BoardJson): Experiment[] {
  const view = viewOf(board.items);
  const experiments = Object.entries(board.items).filter(
    (entry): entry is [string, ExperimentJson] => entry[1].kind === "experiment",
  );
  return experiments.map(([id, experiment]) => {
    const name = experiment.name || id;
    const variants = planExperiment(view, id).map((plan) => ({
      experiment: name,
      variant: plan.variant,
      letter: plan.letter,
      name: plan.name,
      run: "input" in plan.run ? { input: checkInput(plan.run.input) } : plan.run,
    }));
    return { name, variants, seeds: seedsOf(experiment), expectations: expectationsOf(experiment) };
  });
}
