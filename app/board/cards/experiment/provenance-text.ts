/** A run as the provenance line names it. */
export interface RunName {
  letter: string;
  /** SHA-256, hex. */
  run: string;
  /** null until a result says so. */
  core: string | null;
}

/** A file name from a board's title, up to its first colon: "KMSAN metadata: boot or lazy" -> "kmsan-metadata.json". */
export function boardFile(title: string): string {
  const [head = ""] = title.split(":");
  const slug = head
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return `${slug || "board"}.json`;
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
