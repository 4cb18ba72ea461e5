/** The boots of real kernels that lie beside the repository, where there are any. */

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { NamedText } from "../index";

const BOOTS = path.resolve(import.meta.dirname, "../../../../../shared/data");
const FIXTURES = path.resolve(import.meta.dirname, "../../fixtures");

const KINDS = ["iomem.txt", "zoneinfo.txt", "meminfo.txt", "dmesg.txt"];

/** A boot's files; undefined, and a line that says so, if the boots are not there. */
export function bootFiles(boot: string, kinds: string[] = KINDS): NamedText[] | undefined {
  const files = filesIn(path.join(BOOTS, boot), kinds);
  if (files === undefined) console.warn(`skipped: boot ${boot} is not under ${BOOTS}`);
  return files;
}

export function fixtureFiles(fixture: string, kinds: string[] = KINDS): NamedText[] {
  const files = filesIn(path.join(FIXTURES, fixture), kinds);
  if (files === undefined) throw new Error(`fixture ${fixture} is missing`);
  return files;
}

function filesIn(folder: string, kinds: string[]): NamedText[] | undefined {
  if (!existsSync(folder)) return undefined;
  return kinds.map((name) => ({ name, text: readFileSync(path.join(folder, name), "latin1") }));
}
