import { createReadStream, existsSync } from "node:fs";
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { BadInput, Exit, type Streams } from "../exit";
import { onlyOne, parse } from "../input";
import { readArchive } from "./archive";
import { ask, dataFolder, instanceOf } from "./instance";

/** The data holds every board's links: nobody else on this machine reads it. */
const FOLDER_MODE = 0o700;
const MODE = 0o600;

export async function restore(args: string[], streams: Streams): Promise<number> {
  const { positionals, values } = parse(args, {
    board: { type: "string", multiple: true },
    replace: { type: "boolean" },
    server: { type: "string" },
    token: { type: "string" },
  });
  const file = onlyOne(positionals, "backup to restore");
  const { board: boards } = values;
  if (boards === undefined) return intoFolder(file, dataFolder(), streams);
  // Before anything is sent: a backup that is cut off is none.
  await readArchive(file, async () => {});
  const query = new URLSearchParams(boards.map((board) => ["board", board]));
  if (values.replace === true) query.set("replace", "1");
  const upload: RequestInit & { duplex: "half" } = {
    method: "POST",
    body: Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>,
    // What Node's fetch asks for where the body is a stream.
    duplex: "half",
  };
  await ask(await instanceOf(values), `/api/restore?${query}`, upload);
  streams.out(`Restored: ${boards.join(", ")}.\n`);
  return Exit.Ok;
}

/** Unpacks a backup where no server has kept anything yet. */
async function intoFolder(file: string, folder: string, streams: Streams): Promise<number> {
  const database = join(folder, "carveout.sqlite");
  if (existsSync(database))
    throw new BadInput(
      `${folder} holds boards already, and a restore overwrites nothing. Name an empty folder in CARVEOUT_DATA, or bring single boards into the running server with --board.`,
    );
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const part = `${database}.part`;
  const handle = await open(part, "w", MODE);
  try {
    const head = await readArchive(file, (piece) => handle.writeFile(piece));
    await handle.sync();
    for (const [name, secret] of Object.entries(head.secrets))
      await writeFile(join(folder, basename(name)), secret, { mode: MODE });
    await rename(part, database);
    const count = head.boards.length;
    streams.out(`${folder}: ${count} ${count === 1 ? "board" : "boards"}. Start the server on it.\n`);
    return Exit.Ok;
  } finally {
    await handle.close();
    await rm(part, { force: true });
  }
}
