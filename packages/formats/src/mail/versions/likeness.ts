/**
 * A line as two versions of a patch compare it: where a hunk lies in its file and what the blobs are called changes with every rebase
 * and says nothing about the patch.
 */
export function likeness(line: string): string {
  return line
    .replace(/^@@ -\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@/, "@@")
    .replace(/^index [0-9a-f]{4,64}\.\.[0-9a-f]{4,64}/, "index");
}
