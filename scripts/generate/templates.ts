import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { importProfile } from "@carveout/formats";
import { profileFromImport } from "@carveout/model";

const FILES = ["iomem.txt", "zoneinfo.txt", "meminfo.txt", "dmesg.txt"];
const MACHINES = ["kmsan-2g", "debian-8g", "plain-4g"];

/** The machines of the templates are imports of real boots: the same files, the same reader as on the board. */
export async function generate(root: string): Promise<Record<string, string>> {
  const written: Record<string, string> = {};
  for (const name of MACHINES) {
    const texts = await Promise.all(
      FILES.map(async (file) => ({
        name: file,
        text: await readFile(resolve(root, "packages/formats/fixtures", name, file), "utf8"),
      })),
    );
    const profile = JSON.stringify(profileFromImport(importProfile(texts), FILES), null, 2);
    written[`packages/model/src/templates/${name}.generated.ts`] =
      `// Made by \`npm run generate\` from packages/formats/fixtures/${name}. Do not edit.
import type { ImportedMachine } from "../import";

export const MACHINE: ImportedMachine = ${profile};
`;
  }
  return written;
}
