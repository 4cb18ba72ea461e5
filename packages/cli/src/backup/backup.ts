import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { BadInput, Exit, type Streams } from "../exit";
import { onlyOne, parse } from "../input";
import { ArchiveCheck, type Head } from "./archive";
import { ask, instanceOf } from "./instance";

const MIB = 1024 ** 2;
/** It holds the links of all boards: nobody else on this machine reads it. */
const MODE = 0o600;

export async function backup(args: string[], streams: Streams): Promise<number> {
  const { positionals, values } = parse(args, { server: { type: "string" }, token: { type: "string" } });
  const file = onlyOne(positionals, "file to write the backup to");
  if (existsSync(file))
    throw new BadInput(`${file} is there already. Name another file: a backup overwrites nothing.`);
  const { body } = await ask(await instanceOf(values), "/api/backup");
  const head = await write(`${file}.part`, body ?? new ReadableStream<Uint8Array>());
  await rename(`${file}.part`, file);
  const size = (head.bytes / MIB).toFixed(1);
  streams.out(
    `${file}: ${head.boards.length} ${head.boards.length === 1 ? "board" : "boards"}, ${size} MiB.\n`,
  );
  for (const board of head.damaged)
    streams.err(
      `carveout: board ${board} is damaged on the server. Bring it back from an older backup: carveout restore OLDER --board ${board} --replace\n`,
    );
  return head.damaged.length === 0 ? Exit.Ok : Exit.NotMet;
}

/** Writes what comes, checks it, and syncs it; a backup by half is none. */
async function write(part: string, body: ReadableStream<Uint8Array>): Promise<Head> {
  const check = new ArchiveCheck("What the server sent");
  try {
    const handle = await open(part, "w", MODE);
    try {
      for await (const piece of body) {
        check.take(piece);
        await handle.writeFile(piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    return check.end();
  } catch (error) {
    await rm(part, { force: true });
    throw error instanceof BadInput
      ? error
      : new BadInput(`${part} can't be written (${error instanceof Error ? error.message : String(error)}).`);
  }
}
