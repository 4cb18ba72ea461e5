import type { IncomingMessage, ServerResponse } from "node:http";
import { StoreError } from "../store/error";
import { isSameOrigin } from "./origin";
import { Problem, sendJson, sendProblem } from "./problem";

export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  /** What the parenthesised parts of the path matched. */
  params: string[];
}

export interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: RegExp;
  /** Returns what is sent as JSON with status 200, or a [status, body]. undefined: it has answered by itself. */
  handle(call: Call): Promise<unknown>;
}

/** Status and body, where it isn't 200. */
export class Answer {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}

/** Answers a request from its route. False if no route has this path. */
export async function route(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { pathname } = new URL(request.url ?? "/", "http://host");
  const here = routes.filter(({ path }) => path.test(pathname));
  if (here.length === 0) return false;
  try {
    const match = here.find(({ method }) => method === (request.method === "HEAD" ? "GET" : request.method));
    if (match === undefined) {
      const allowed = here.map(({ method }) => method).join(", ");
      throw new Problem(405, "method", `This address takes ${allowed}.`, { Allow: allowed });
    }
    // Only a page of ours may change something with this visitor's cookies.
    if (match.method !== "GET" && !isSameOrigin(request))
      throw new Problem(403, "foreign-origin", "The request comes from a page of another site.");
    const params = (match.path.exec(pathname) ?? []).slice(1);
    const result = await match.handle({ request, response, params });
    if (result instanceof Answer) sendJson(response, result.status, result.body);
    else if (result !== undefined) sendJson(response, 200, result);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else if (error instanceof Problem) sendProblem(response, error);
    else if (error instanceof StoreError)
      sendProblem(response, new Problem(503, "store", `The server could not do it: ${error.message}.`));
    else throw error;
  }
  return true;
}
