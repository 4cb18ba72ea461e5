import { randomUUID } from "node:crypto";
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { Access } from "./access/access";
import { TooManyGuesses } from "./access/guesses";
import { LinkHolders } from "./access/holders";
import { Links } from "./access/links";
import { seeThroughProxy } from "./access/reach";
import { Sessions } from "./access/session";
import { SignIn, type SignInOptions } from "./access/sign-in";
import type { Signer } from "./access/signer";
import { Backups } from "./backup/backups";
import { Imports } from "./files/receive";
import { backupRoutes } from "./http/backups";
import { boardRoutes } from "./http/boards";
import { historyRoutes } from "./http/history";
import { imageRoutes } from "./http/images";
import { importRoutes } from "./http/imports";
import { linkRoutes } from "./http/links";
import { preparePage } from "./http/pages";
import { protect, protectPage } from "./http/policy";
import { Problem, sendProblem } from "./http/problem";
import { proposalRoute } from "./http/proposals";
import { reportRoutes } from "./http/reports";
import { Answer, type Route, route } from "./http/router";
import { runRoutes } from "./http/runs";
import { shelfRoutes } from "./http/shelf";
import { signInRoutes } from "./http/sign-in";
import { Health } from "./operations/health";
import type { Log } from "./operations/log";
import { Metrics } from "./operations/metrics";
import { NoRoom, Rooms } from "./room/rooms";
import type { RunQueue } from "./runs/queue";
import { RunResults } from "./runs/results";
import { Sights } from "./sights/sights";
import { Sockets } from "./socket/upgrade";
import type { Store } from "./store/store";

export interface ServerParts {
  store: Store;
  queue: RunQueue;
  log: Log;
  /** Token of the whole instance. */
  instanceToken: string;
  signer: Signer;
  /** What addresses of this server start with behind a proxy. */
  base?: URL | null;
  /** The provider that people can sign in with. */
  signIn?: SignInOptions | null;
  /** Where the store and the secrets are, and where there is room for a backup. */
  dataFolder: string;
  /** Draws the pages; without it only the API and the sockets answer. */
  pages?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

export interface Carveout {
  http: Server;
  metrics: Metrics;
  /** Lets nobody in any more, writes what has come, tells those who sent it, and lets everybody go. */
  close(): Promise<void>;
}

/** What a request may take before anything looks at it. Bodies have the limits of their routes. */
const LIMITS = {
  /** Twice the cookies of the most boards; Node's own default, which no update of it is to change. */
  maxHeaderSize: 16 * 1024,
  /** Headers come in one piece; who sends them byte by byte holds a connection for nothing. */
  headersTimeout: 10_000,
  /** A machine's files of 32 MiB over a line of 2 Mbit/s; a board's file with all the pictures there may be over one of 20. */
  requestTimeout: 150_000,
};

/** One process, one port: pages, API and sockets. */
export function createServer(parts: ServerParts): Carveout {
  const { store, queue, log, instanceToken, signer, dataFolder, base = null, signIn = null, pages } = parts;
  const metrics = new Metrics();
  const links = new Links(store, signer);
  const holders = new LinkHolders();
  const sessions = new Sessions(signer);
  const access = new Access(links, sessions, instanceToken);
  const sights = new Sights();
  const results = new RunResults(store);
  const imports = new Imports(dataFolder);
  const rooms = new Rooms(store, { metrics, log }, { queue, results, metrics, sights });
  const sockets = new Sockets(access, holders, rooms, { metrics, log });
  const health = new Health(store);
  metrics.gauge("runs_waiting", "Runs that wait and are looked at", () => queue.depth());
  metrics.gauge("store_waiting", "Requests that the store has not answered yet", () => store.depth());
  store.onCommit((ms) => metrics.commitSeconds.observe(ms / 1000));
  const routes: Route[] = [
    ...boardRoutes(store, rooms, access, links, imports),
    ...linkRoutes(store, rooms, access, links, holders),
    ...shelfRoutes(store, rooms, access),
    ...historyRoutes(store, rooms, access, results),
    ...imageRoutes(store, rooms, access),
    ...importRoutes(store, rooms, access, imports),
    proposalRoute(rooms, access),
    ...reportRoutes(store, rooms, access, results),
    ...runRoutes(access, results),
    ...signInRoutes(signIn && new SignIn(signIn, signer), sessions, log),
    ...backupRoutes(new Backups(store, dataFolder), store, rooms, access),
    ...healthRoutes(metrics, health),
  ];
  const http = createHttpServer(LIMITS, (request, response) => {
    seeThroughProxy(request, base);
    protect(response);
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const id = randomUUID();
    response.setHeader("X-Request-Id", id);
    const { method } = request;
    const { pathname } = new URL(request.url ?? "/", "http://host");
    const entry = { request: id, method, path: pathname };
    const start = performance.now();
    response.once("finish", () =>
      log.debug(
        { ...entry, status: response.statusCode, ms: Math.round(performance.now() - start) },
        "answered",
      ),
    );
    try {
      if (await route(routes, request, response)) return;
      if (await preparePage(access, request, response)) return;
      if (pages === undefined) sendProblem(response, new Problem(404, "not-found", "There is nothing here."));
      else {
        protectPage(request, response);
        await pages(request, response);
      }
    } catch (error) {
      if (error instanceof TooManyGuesses) return sendProblem(response, barred(error));
      if (error instanceof NoRoom) return sendProblem(response, new Problem(503, "full", error.message));
      log.error({ ...entry, err: error }, "not answered");
      const sentence = `The server could not answer. Its log says why, under ${id}.`;
      if (response.headersSent) response.destroy();
      else sendProblem(response, new Problem(500, "internal", sentence));
    }
  };
  http.on("upgrade", (request) => seeThroughProxy(request, base));
  sockets.attach(http);
  return {
    http,
    metrics,
    async close() {
      http.close();
      sockets.stop();
      await rooms.close();
      await sockets.end();
      http.closeAllConnections();
      health.stop();
      await Promise.all([queue.close(), sights.close()]);
      await store.close();
    },
  };
}

function barred({ message, retryAfterS }: TooManyGuesses): Problem {
  return new Problem(429, "guesses", message, { "Retry-After": String(retryAfterS) });
}

function healthRoutes(metrics: Metrics, health: Health): Route[] {
  return [
    {
      method: "GET",
      path: /^\/healthz$/,
      async handle() {
        const vitals = await health.vitals();
        return new Answer(vitals.ok ? 200 : 503, vitals);
      },
    },
    {
      method: "GET",
      path: /^\/metrics$/,
      async handle({ response }) {
        response.setHeader("Content-Type", metrics.contentType);
        response.end(await metrics.text());
      },
    },
  ];
}
