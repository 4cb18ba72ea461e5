import type { Report } from "@carveout/formats";
import type { ImportedMachine } from "@carveout/model";
import type { RunInput, RunResult } from "@carveout/sim";
import type { Glance, OutcomeChange, Role } from "@carveout/wire";

/** What the home page knows of a board. Times in milliseconds since 1970. */
export interface BoardSummary {
  id: string;
  title: string;
  createdAt: number;
  updatedAt: number;
  /** How many have it open now. */
  here: number;
}

export interface TemplateSummary {
  id: string;
  /** Short name. */
  name: string;
  question: string;
}

export type BoardLinks = Record<Role, string>;

/** A machine read from its own files, and what the reading has to say. */
export interface ImportedProfile extends ImportedMachine {
  notes: string[];
}

/** Status of a request that nobody answered. */
export const NO_ANSWER = 0;

/** The server said no, in a sentence for the person. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(sentence);
  }
}

export async function call<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { accept: "application/json", ...init?.headers } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(NO_ANSWER, "The server does not answer. Check that it runs, then try again.");
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  const { error } = (body ?? {}) as { error?: { sentence?: string } };
  throw new ApiError(
    response.status,
    error?.sentence ?? `The server answered ${response.status} ${response.statusText}.`,
  );
}

function post(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

export function listBoards(): Promise<BoardSummary[]> {
  return call("/api/boards");
}

export function listTemplates(): Promise<TemplateSummary[]> {
  return call("/api/templates");
}

/** Where a board's JSON is read, as the command line takes it. */
export function boardFileAddress(board: string): string {
  return `/api/boards/${encodeURIComponent(board)}`;
}

/** Where a picture of a board is, by the hash of its bytes. */
export function imageAddress(board: string, hash: string): string {
  return `${boardFileAddress(board)}/images/${hash}`;
}

/** Puts a picture beside a board; what it is, the server finds by its bytes. */
export function uploadImage(board: string, file: Blob): Promise<{ hash: string; w: number; h: number }> {
  return call(`${boardFileAddress(board)}/images`, { method: "POST", body: file });
}

/** Whether this browser may open a board. null while nobody answers. A socket that is turned away does not tell its page why. */
export async function mayOpen(board: string): Promise<"yes" | "no token" | "no board" | null> {
  const response = await fetch(boardFileAddress(board), { method: "HEAD" }).catch(() => null);
  if (response?.status === 401 || response?.status === 403) return "no token";
  if (response?.status === 404) return "no board";
  return response?.ok ? "yes" : null;
}

/** @param from `board` is the JSON of a board, as it was exported. */
export function createBoard(from: {
  template?: string;
  title?: string;
  board?: unknown;
}): Promise<{ id: string; links: BoardLinks }> {
  return call("/api/boards", post(from));
}

export function glanceAt(board: string): Promise<Glance> {
  return call(`${boardFileAddress(board)}/glance`);
}

/** What came out differently since then. */
export async function outcomesSince(board: string, since: number): Promise<readonly OutcomeChange[]> {
  return (await call<{ changes: OutcomeChange[] }>(`${boardFileAddress(board)}/outcomes?since=${since}`))
    .changes;
}

export function renameBoard(board: string, title: string): Promise<unknown> {
  return call(boardFileAddress(board), { ...post({ title }), method: "PATCH" });
}

export function deleteBoard(board: string): Promise<unknown> {
  return call(boardFileAddress(board), { method: "DELETE" });
}

export function restoreBoard(board: string): Promise<unknown> {
  return call(`${boardFileAddress(board)}/restore`, { method: "POST" });
}

/** The whole board as JSON, as it is exported. */
export function boardJson(board: string): Promise<{ title: string }> {
  return call(boardFileAddress(board));
}

/** @param files text by name; what each is, the server reads from its content. */
export function importProfile(
  board: string,
  files: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ImportedProfile> {
  return call(`/api/boards/${encodeURIComponent(board)}/import-profile`, { ...post({ files }), signal });
}

/** The review as it stands; waits for results that are being computed. */
export function boardReport(board: string): Promise<Report> {
  return call(`${boardFileAddress(board)}/report`);
}

export function reportTextAddress(board: string): string {
  return `${boardFileAddress(board)}/report.txt`;
}

/** A finished run as the server keeps it, with what it was computed from. */
export interface KeptRun {
  run: string;
  input: RunInput;
  result: RunResult;
  resultHash: string;
  wallMs: number;
}

export function keptRun(run: string): Promise<KeptRun> {
  return call(`/api/runs/${encodeURIComponent(run)}`);
}

/** Where a run's input is saved from, as the command line takes it. */
export function runInputAddress(run: string): string {
  return `/api/runs/${encodeURIComponent(run)}/input`;
}
