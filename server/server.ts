import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { Access } from "./access/access";
import { LinkHolders } from "./access/holders";
import { Links } from "./access/links";
import type { Signer } from "./access/signer";
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
import { type Route, route } from "./http/router";
import { runRoutes } from "./http/runs";
import { shelfRoutes } from "./http/shelf";
import { Metrics } from "./metrics";
import { Rooms } from "./room/rooms";
import type { RunQueue } from "./runs/queue";
import { RunResults } from "./runs/results";
import { Sights } from "./sights/sights";
import { Sockets } from "./socket/upgrade";
import type { Store } from "./store/store";

export interface ServerParts {
  store: Store;
  queue: RunQueue;
  /** Token of the whole instance. */
  instanceToken: string;
  signer: Signer;
  /** Draws the pages; without it only the API and the sockets answer. */
  pages?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

export interface Carveout {
  http: Server;
  /** Lets everybody go, writes what is left. */
  close(): Promise<void>;
}

/** One process, one port: pages, API and sockets. */
export function createServer({ store, queue, instanceToken, signer, pages }: ServerParts): Carveout {
  const metrics = new Metrics();
  const links = new Links(store, signer);
  const holders = new LinkHolders();
  const access = new Access(links, instanceToken);
  const sights = new Sights();
  const results = new RunResults(store);
  const rooms = new Rooms(store, metrics, { queue, results, metrics, sights });
  const sockets = new Sockets(access, holders, rooms, metrics);
  metrics.gauge("runs_waiting", () => queue.depth());
  metrics.gauge("commits_total", () => store.commits().count);
  metrics.gauge("commit_seconds_total", () => store.commits().totalMs / 1000);
  const routes: Route[] = [
    ...boardRoutes(store, rooms, access, links),
    ...linkRoutes(store, rooms, access, links, holders),
    ...shelfRoutes(store, rooms, access),
    ...historyRoutes(store, rooms, access, results),
    ...imageRoutes(store, rooms, access),
    ...importRoutes(rooms, access),
    proposalRoute(rooms, access),
    ...reportRoutes(store, rooms, access, results),
    ...runRoutes(access, results),
    ...healthRoutes(metrics),
  ];
  const http = createHttpServer((request, response) => {
    protect(response);
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      if (await route(routes, request, response)) return;
      if (await preparePage(access, request, response)) return;
      if (pages === undefined) sendProblem(response, new Problem(404, "not-found", "There is nothing here."));
      else {
        protectPage(request, response);
        await pages(request, response);
      }
    } catch (error) {
      console.error(
        `${request.method} ${new URL(request.url ?? "/", "http://host").pathname}: ${String(error)}`,
      );
      if (!response.headersSent)
        sendProblem(response, new Problem(500, "internal", "The server could not answer. Its log says why."));
    }
  };
  sockets.attach(http);
  return {
    http,
    async close() {
      http.close();
      sockets.close();
      await rooms.close();
      await Promise.all([queue.close(), sights.close()]);
      await store.close();
    },
  };
}

function healthRoutes(metrics: Metrics): Route[] {
  return [
    { method: "GET", path: /^\/healthz$/, handle: async () => ({ ok: true }) },
    {
      method: "GET",
      path: /^\/metrics$/,
      async handle({ response }) {
        response.setHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        response.end(metrics.text());
      },
    },
  ];
}
