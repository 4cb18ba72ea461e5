import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** On every answer. */
const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  // No page of ours asks for any of these, so none that gets in can.
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  // What is no page shows nothing, runs nothing and stands in nobody's frame.
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
};

export function protect(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
}

/**
 * Lets the page that is about to be drawn run its own scripts, and nothing else. Next finds the nonce in the request's header and puts it on every script
 * it writes; for that each page is drawn for its request, which the root layout sees to by reading the colours' cookie.
 */
export function protectPage(request: IncomingMessage, response: ServerResponse): void {
  const policy = pagePolicy(randomBytes(16).toString("base64"));
  request.headers["content-security-policy"] = policy;
  response.setHeader("Content-Security-Policy", policy);
}

function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    // Chunks are loaded by scripts that carry the nonce; no script runs because it stands in the markup.
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // The others' carets in an editor have their colours as attributes, by its library. An attribute styles its own element and fetches nothing from elsewhere.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}
