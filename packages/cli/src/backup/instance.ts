import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { BadInput } from "../exit";

const DEFAULT_PORT = "3000";

/** A running server, and what opens all of it. */
export interface Instance {
  url: string;
  token: string;
}

/** Where this machine's server keeps its data. */
export function dataFolder(): string {
  return resolve(process.env.CARVEOUT_DATA ?? "data");
}

export async function instanceOf(options: {
  server?: string | undefined;
  token?: string | undefined;
}): Promise<Instance> {
  const url = options.server ?? `http://localhost:${process.env.PORT ?? DEFAULT_PORT}`;
  if (!URL.canParse(url))
    throw new BadInput(`--server is '${url}', and must be an address as http://localhost:3000.`);
  const file = join(dataFolder(), "token");
  const token =
    options.token ??
    (await readFile(file, "utf8").catch(() => {
      throw new BadInput(
        `There is no ${file}. Name the instance's token with --token, or the data folder in CARVEOUT_DATA.`,
      );
    }));
  return { url, token: token.trim() };
}

/** Asks the server. Throws a BadInput with its own sentence where it refuses. */
export async function ask({ url, token }: Instance, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(new URL(path, url), { ...init, headers }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new BadInput(
      `${url} does not answer (${cause instanceof Error ? cause.message : cause}). Is it running?`,
    );
  });
  if (response.ok) return response;
  const body = (await response.json().catch(() => null)) as { error?: { sentence?: string } } | null;
  throw new BadInput(body?.error?.sentence ?? `${url} answers ${response.status}.`);
}
