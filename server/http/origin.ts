import type { IncomingMessage } from "node:http";

/** False for a request that a page of another origin makes. Programs that are no browsers send no Origin. */
export function isSameOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** True behind a proxy that speaks TLS to the outside. */
export function isSecure(request: IncomingMessage): boolean {
  return request.headers["x-forwarded-proto"] === "https";
}

/** Where a link leads, as the asker reaches this server. */
export function linkAddress(request: IncomingMessage, board: string, token: string): string {
  return `${baseOf(request)}/b/${board}?token=${token}`;
}

/** What addresses on this server start with, as the asker reaches it. */
export function baseOf(request: IncomingMessage): string {
  return `${isSecure(request) ? "https" : "http"}://${request.headers.host ?? "localhost"}`;
}
