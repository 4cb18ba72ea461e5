import { contentHash, measure, runHash } from "@carveout/model";
import { CORE_VERSION, createRun, diagnose, type RunInput, type RunResult } from "@carveout/sim";
import { BadInput, Exit, type Streams } from "./exit";
import { expectationLines, judgeAll, type MeasuredRun } from "./expectations";
import { type Experiment, onlyOne, parse, readInput, type Variant } from "./input";
import { resultText } from "./text";

/** Events between two looks at whether the run goes on; the result does not depend on it. */
const STEP_EVENTS = 100_000;

export async function run(args: string[], streams: Streams): Promise<number> {
  const { values, positionals } = parse(args, {
    variant: { type: "string" },
    seed: { type: "string" },
    json: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
  });
  const file = onlyOne(positionals, "file to run");
  const { experiments } = await readInput(file);
  const all = experiments.flatMap(({ variants }) => variants);
  const variants = chosen(all, values.variant, file);
  const seed = seedOf(values.seed);
  let status: number = Exit.Ok;
  const reports: unknown[] = [];
  const measured: MeasuredRun[] = [];
  for (const variant of variants) {
    const head = `${variant.letter}  ${variant.name}`;
    const input = "input" in variant.run ? withSeed(variant.run.input, seed) : null;
    const problem =
      input === null ? ("missing" in variant.run ? variant.run.missing : "") : infeasible(input);
    if (input === null || problem !== null) {
      status = Exit.NotMet;
      if (values.json)
        reports.push({
          experiment: variant.experiment,
          variant: variant.letter,
          name: variant.name,
          problem,
        });
      else streams.out(`${head}\n   no run: ${problem}\n\n`);
      continue;
    }
    const result = execute(input, values.check);
    measured.push({ variant, seed: input.seed, measures: measure(result) });
    const hashes = { run: runHash(input, CORE_VERSION), resultHash: contentHash(result) };
    if (values.json)
      reports.push({
        experiment: variant.experiment,
        variant: variant.letter,
        name: variant.name,
        seed: input.seed,
        ...hashes,
        result,
      });
    else streams.out(`${resultText(head, input, result, hashes)}\n`);
  }
  const judged = experiments.flatMap((experiment) => {
    const about = experiment.variants.filter((variant) => variants.includes(variant));
    const seeds = seed === undefined ? experiment.seeds : [seed];
    const further = otherSeeds(experiment, about, seeds.slice(1));
    return judgeAll(experiment, about, seeds, [...measured, ...further]);
  });
  if (judged.some(({ state }) => state !== "met")) status = Exit.NotMet;
  const { out } = streams;
  if (values.json)
    out(`${JSON.stringify({ core: CORE_VERSION, runs: reports, expectations: judged }, null, 2)}\n`);
  else if (judged.length > 0) out(expectationLines(judged));
  return status;
}

/** What the further seeds measure, where somebody expects something of them. */
function otherSeeds(
  { expectations }: Experiment,
  variants: readonly Variant[],
  seeds: readonly number[],
): MeasuredRun[] {
  if (expectations.length === 0) return [];
  return variants
    .filter(({ variant }) => expectations.some((one) => one.variant === "" || one.variant === variant))
    .flatMap((variant) =>
      seeds.flatMap((seed) => {
        if (!("input" in variant.run)) return [];
        const input = withSeed(variant.run.input, seed);
        return infeasible(input) === null ? [{ variant, seed, measures: measure(execute(input)) }] : [];
      }),
    );
}

function chosen(all: Variant[], wanted: string | undefined, file: string): Variant[] {
  if (all.length === 0) throw new BadInput(`${file}: there is no experiment with a variant to run.`);
  if (wanted === undefined) return all;
  const found = all.filter((v) => v.letter === wanted.toUpperCase() || v.name === wanted);
  if (found.length === 0)
    throw new BadInput(
      `${file}: there is no variant '${wanted}'. It has ${all.map((v) => `${v.letter} (${v.name})`).join(", ")}.`,
    );
  return found;
}

function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 2 ** 32 - 1)
    throw new BadInput(`--seed takes a whole number from 0 to 4294967295, not '${text}'.`);
  return seed;
}

const withSeed = (input: RunInput, seed: number | undefined): RunInput =>
  seed === undefined ? input : { ...input, seed };

function infeasible(input: RunInput): string | null {
  return diagnose(input).find((finding) => finding.severity === "error")?.sentence ?? null;
}

/** @param check hold the machine's laws at every sample; a broken one throws InvariantError */
export function execute(input: RunInput, check = false): RunResult {
  const simulation = createRun(input, { check });
  while (simulation.step(STEP_EVENTS));
  return simulation.result();
}
