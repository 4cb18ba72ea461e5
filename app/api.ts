import type { ProfileJson } from "@carveout/model";
import type { Role } from "@carveout/wire";

/** What the home page knows of a board. */
export interface BoardSummary {
  id: string;
  title: string;
  /** ISO 8601. */
  updatedAt: string;
  /** Names of who is on it now. */
  people: string[];
}

export interface TemplateSummary {
  id: string;
  title: string;
  summary: string;
}

export type BoardLinks = Record<Role, string>;

/** A machine read from its own files: the item to put on the board, and what the reading has to say. */
export interface ImportedProfile {
  item: Omit<ProfileJson, "geo" | "z">;
  notes: string[];
}

/** The server said no, in a sentence for the person. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Further sentences, e.g. one per file that could not be read. */
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { accept: "application/json", ...init?.headers } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "The server does not answer. Check that it runs, then try again.");
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  const { error, details } = (body ?? {}) as { error?: unknown; details?: unknown };
  throw new ApiError(
    response.status,
    typeof error === "string" ? error : `The server answered ${response.status} ${response.statusText}.`,
    Array.isArray(details) ? details.filter((detail) => typeof detail === "string") : [],
  );
}

function post(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

export async function listBoards(): Promise<BoardSummary[]> {
  return (await call<{ boards: BoardSummary[] }>("/api/boards")).boards;
}

export async function listTemplates(): Promise<TemplateSummary[]> {
  return (await call<{ templates: TemplateSummary[] }>("/api/templates")).templates;
}

export function createBoard(from: {
  template?: string;
  title?: string;
}): Promise<{ id: string; links: BoardLinks }> {
  return call("/api/boards", post(from));
}

export async function boardLinks(board: string): Promise<BoardLinks> {
  return (await call<{ links: BoardLinks }>(`/api/boards/${encodeURIComponent(board)}/links`)).links;
}

/** @param files text by name: iomem, zoneinfo, meminfo, dmesg; any of them. */
export function importProfile(
  board: string,
  files: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ImportedProfile> {
  return call(`/api/boards/${encodeURIComponent(board)}/import-profile`, { ...post({ files }), signal });
}
