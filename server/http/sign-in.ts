import { type IncomingMessage, STATUS_CODES } from "node:http";
import { cookie, cookiesOf } from "../access/cookies";
import { SESSION_COOKIE, SESSION_MS, type Sessions } from "../access/session";
import { SIGN_IN_MS, type SignIn, SignInError } from "../access/sign-in";
import type { Log } from "../operations/log";
import { isSecure } from "./origin";
import { Problem } from "./problem";
import type { Call, Route } from "./router";

const TICKET_COOKIE = "carveout_sign_in";

/** Signing in with the provider and out again; without one (null) everybody is who their browser is. */
export function signInRoutes(signIn: SignIn | null, sessions: Sessions, log: Log): Route[] {
  const provider = (): SignIn => {
    if (signIn === null)
      throw new Problem(
        404,
        "no-sign-in",
        "This server has no sign-in: CARVEOUT_OIDC_ISSUER names the provider.",
      );
    return signIn;
  };
  return [
    {
      method: "GET",
      path: /^\/sign-in$/,
      async handle(call) {
        const to = queryOf(call.request).get("to") ?? "/";
        try {
          const { address, ticket } = await provider().begin(to);
          leadTo(call, address.href, [cookieFor(call.request, TICKET_COOKIE, ticket, SIGN_IN_MS)]);
        } catch (error) {
          tellFailure(call, log, error, to);
        }
      },
    },
    {
      method: "GET",
      path: /^\/sign-in\/done$/,
      async handle(call) {
        const over = cookieFor(call.request, TICKET_COOKIE, "", 0);
        try {
          const ticket = cookiesOf(call.request).get(TICKET_COOKIE) ?? "";
          const { who, to } = await provider().finish(`?${queryOf(call.request)}`, ticket);
          const session = cookieFor(call.request, SESSION_COOKIE, await sessions.begin(who), SESSION_MS);
          leadTo(call, to, [over, session]);
        } catch (error) {
          tellFailure(call, log, error, "/", [over]);
        }
      },
    },
    {
      method: "POST",
      path: /^\/api\/sign-out$/,
      async handle({ request, response }) {
        response.setHeader("Set-Cookie", cookieFor(request, SESSION_COOKIE, "", 0));
        return {};
      },
    },
    {
      method: "GET",
      path: /^\/api\/me$/,
      async handle({ request }) {
        const signedIn = await sessions.of(request);
        return { provider: signIn?.provider ?? null, name: signedIn?.name ?? null };
      },
    },
  ];
}

const queryOf = (request: IncomingMessage) => new URL(request.url ?? "/", "http://host").searchParams;

const cookieFor = (request: IncomingMessage, name: string, value: string, lifeMs: number) =>
  cookie(name, value, isSecure(request), Math.floor(lifeMs / 1000));

function leadTo({ response }: Call, address: string, cookies: string[]): void {
  response.writeHead(303, { Location: address, "Set-Cookie": cookies, "Cache-Control": "no-store" });
  response.end(STATUS_CODES[303]);
}

/** A page of ours says why, with the way back to where the person came from. */
function tellFailure(call: Call, log: Log, error: unknown, to: string, cookies: string[] = []): void {
  if (!(error instanceof SignInError)) throw error;
  // What the provider said may name the person: of the cause only its kind is told.
  const { code } = (error.cause ?? {}) as { code?: unknown };
  log.warn({ why: error.why, code }, "not signed in");
  leadTo(call, `/sign-in/failed?${new URLSearchParams({ why: error.why, to })}`, cookies);
}
