import type { IncomingMessage } from "node:http";

/** CARVEOUT_BASE_URL: what addresses of this server start with for those who come through a proxy; null = nobody does. */
export function baseUrlOf(env: NodeJS.ProcessEnv): URL | null {
  const text = env.CARVEOUT_BASE_URL;
  if (text === undefined || text === "") return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.pathname !== "/")
    throw new Error(
      `CARVEOUT_BASE_URL is '${text}', and must be like https://carveout.example.org, without a path.`,
    );
  return url;
}

/**
 * Makes a request that came through the proxy read as the asker sent it: their address, and the host and scheme that they know this server by. With a
 * base address, a proxy is said to stand in front: then, and only then, what it says of the asker is believed.
 */
export function seeThroughProxy({ headers }: IncomingMessage, base: URL | null): void {
  const asker = String(headers["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    ?.trim();
  delete headers["x-forwarded-for"];
  if (base === null || !asker) return;
  headers["x-forwarded-for"] = asker;
  headers.host = base.host;
  headers["x-forwarded-proto"] = base.protocol.slice(0, -1);
}

/** The network address that a request comes from. */
export function addressOf({ headers, socket }: IncomingMessage): string {
  return (headers["x-forwarded-for"] as string | undefined) ?? socket.remoteAddress ?? "";
}
