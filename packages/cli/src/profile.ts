import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FormatError, ImportError, importProfile } from "@carveout/formats";
import { profileFromImport } from "@carveout/model";
import { BadInput, Exit, type Streams } from "./exit";
import { onlyOne, parse, readText } from "./input";

const NAMES = ["iomem", "zoneinfo", "meminfo", "dmesg", "ndctl"];

export async function profile(args: string[], streams: Streams): Promise<number> {
  const { positionals } = parse(args, {});
  const folder = onlyOne(positionals, "folder");
  const present = await readdir(folder).catch(() => {
    throw new BadInput(`${folder}: there is no such folder.`);
  });
  const names = NAMES.map((name) => present.find((file) => file === name || file === `${name}.txt`)).filter(
    (name) => name !== undefined,
  );
  if (names.length === 0)
    throw new BadInput(`${folder}: none of ${NAMES.join(", ")} is there (with or without .txt).`);
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readText(join(folder, name)) })),
  );
  try {
    const facts = importProfile(files);
    for (const note of facts.notes) streams.err(`carveout: ${note.severity}: ${note.sentence}\n`);
    streams.out(`${JSON.stringify(profileFromImport(facts, names), null, 2)}\n`);
    return Exit.Ok;
  } catch (error) {
    if (error instanceof FormatError || error instanceof ImportError)
      throw new BadInput(`${folder}: ${error.sentence}`);
    throw error;
  }
}
