import type { IncomingMessage } from "node:http";
import { Problem } from "./problem";

/** The body of a request, up to `limit` bytes. Throws a Problem. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () =>
    new Problem(413, "too-large", `The body is larger than ${limit.toLocaleString("en-US")} bytes.`, {
      Connection: "close",
    });
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as JSON; an empty one is {}. Throws a Problem. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const body = await readBody(request, limit);
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new Problem(400, "bad-json", `The body is not JSON: ${(error as Error).message}.`);
  }
}
