import { diagnose } from "@carveout/sim";
import { Exit, type Streams } from "./exit";
import { checkImages } from "./images";
import { onlyOne, parse, readInput } from "./input";

const MARK = { error: "error", warning: "warning", info: "note" } as const;

export async function check(args: string[], streams: Streams): Promise<number> {
  const { positionals } = parse(args, {});
  const file = onlyOne(positionals, "file to check");
  const { board, experiments } = await readInput(file);
  const variants = experiments.flatMap((experiment) => experiment.variants);
  if (board !== null) for (const note of checkImages(file, board)) streams.out(`${note}\n`);
  let errors = 0;
  for (const variant of variants) {
    const label = `${variant.experiment}, ${variant.letter} (${variant.name})`;
    if ("missing" in variant.run) {
      errors++;
      streams.out(`${label}: error: ${variant.run.missing}\n`);
      continue;
    }
    for (const finding of diagnose(variant.run.input)) {
      if (finding.severity === "error") errors++;
      const source = finding.source === undefined ? "" : ` [${finding.source}]`;
      streams.out(
        `${label}: ${MARK[finding.severity]}: ${finding.part}.${finding.field}: ${finding.sentence}${source}\n`,
      );
    }
  }
  streams.out(
    `${file}: ${variants.length} ${variants.length === 1 ? "variant" : "variants"}, ${errors} ${errors === 1 ? "error" : "errors"}.\n`,
  );
  return errors === 0 ? Exit.Ok : Exit.NotMet;
}
