import { boardFile } from "@carveout/model";

/** A run as the provenance line names it. */
export interface RunName {
  letter: string;
  /** SHA-256, hex. */
  run: string;
  /** null until a result says so. */
  core: string | null;
}

export function runCommand(title: string, letter: string, seed: number): string {
  return `carveout run ${boardFile(title)} --variant ${letter} --seed ${seed}`;
}

/** What the copy button gives: a line a run with its full name, and the commands that reproduce them. */
export function provenanceText(title: string, runs: readonly RunName[], seed: number): string {
  const lines = runs.flatMap(({ letter, run, core }) => [
    `${letter}  ${run}`,
    `   seed ${seed}${core === null ? "" : `, core ${core}`}`,
    `   ${runCommand(title, letter, seed)}`,
  ]);
  return `${lines.join("\n")}\n`;
}
