import type { PeerName } from "./peers";

interface Common {
  title: string;
  /** Notes on the board before anybody comes. */
  notes: number;
  clients: number;
  peers: readonly PeerName[];
}

/** Everybody is here; the writers drag a note each, at a steady rate. */
export interface EditScenario extends Common {
  kind: "edits";
  /** Of the clients, those with a document of their own; the others only count what arrives. */
  full: number;
  writers: number;
  editsPerSecond: number;
  /** Of each writer's edits one in so many is refused; 0 = none. Only a server that judges has an answer. */
  badEvery: number;
}

/** Everybody comes within a second. */
export interface JoinScenario extends Common {
  kind: "joins";
}

/** Everybody is here and does nothing. */
export interface IdleScenario extends Common {
  kind: "idle";
}

export type Scenario = EditScenario | JoinScenario | IdleScenario;

const DOCUMENT_SERVERS = ["carveout", "hocuspocus", "y-websocket"] as const;
const ALL = [...DOCUMENT_SERVERS, "relay"] as const;

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  room: {
    kind: "edits",
    title: "50 clients, 10 writers x 10 edits/s",
    notes: 200,
    clients: 50,
    full: 50,
    writers: 10,
    editsPerSecond: 10,
    badEvery: 0,
    peers: ALL,
  },
  hall: {
    kind: "edits",
    title: "300 clients, 10 writers x 10 edits/s",
    notes: 200,
    clients: 300,
    full: 12,
    writers: 10,
    editsPerSecond: 10,
    badEvery: 0,
    peers: ALL,
  },
  crowd: {
    kind: "edits",
    title: "50 writers x 30 edits/s, 200 watchers",
    notes: 200,
    clients: 250,
    full: 2,
    writers: 50,
    editsPerSecond: 30,
    badEvery: 0,
    peers: ALL,
  },
  refusals: {
    kind: "edits",
    title: "50 writers x 10 edits/s, one of twenty is refused",
    notes: 200,
    clients: 50,
    full: 2,
    writers: 50,
    editsPerSecond: 10,
    badEvery: 20,
    peers: ["carveout"],
  },
  joins: {
    kind: "joins",
    title: "100 clients come within 1 s to 5,000 items",
    notes: 5000,
    clients: 100,
    peers: DOCUMENT_SERVERS,
  },
  idle: { kind: "idle", title: "1,000 idle sockets", notes: 200, clients: 1000, peers: ALL },
};
