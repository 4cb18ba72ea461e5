import type { IncomingMessage } from "node:http";
import type * as z from "zod";
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

/** The body as JSON of a form; an empty one is {}. Throws a Problem. */
export async function readJson<T>(request: IncomingMessage, limit: number, form: z.ZodType<T>): Promise<T> {
  return parseJson(await readBody(request, limit), form);
}

/** Bytes as JSON of a form; none are {}. Throws a Problem. */
export function parseJson<T>(body: Buffer, form: z.ZodType<T>): T {
  const parsed = form.safeParse(body.length === 0 ? {} : parse(body.toString("utf8")));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place =
    issue === undefined || issue.path.length === 0 ? "The body" : `In the body, ${issue.path.join(".")}`;
  throw new Problem(400, "bad-body", `${place}: ${issue?.message.replace(/\.$/, "")}.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(400, "bad-json", `The body is not JSON: ${(error as Error).message}.`);
  }
}
