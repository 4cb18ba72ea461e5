"use client";

import { boardFile } from "@carveout/model";
import Import from "lucide-react/icons/import";
import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import {
  type ApiError,
  type BoardSummary,
  boardJson,
  createBoard,
  deleteBoard,
  listBoards,
  listTemplates,
  renameBoard,
  restoreBoard,
  type TemplateSummary,
} from "../api";
import { Button } from "../ui/Button";
import { saveFile } from "../ui/download";
import { isTyping, keyName } from "../ui/key";
import { areLetterKeysOn } from "../ui/letter-keys";
import { Mark } from "../ui/Mark";
import { TextButton } from "../ui/TextButton";
import { ThemeButton } from "../ui/ThemeButton";
import { Toast } from "../ui/Toast";
import { BoardList } from "./BoardList";
import { readBoardFile, useFileDrop } from "./board-file";
import { SearchBox } from "./SearchBox";
import { SignedOut } from "./SignedOut";
import { SinceYouLooked } from "./SinceYouLooked";
import { Templates } from "./Templates";
import { useGlances } from "./use-glances";

const AccountBox = lazy(() => import("../account/AccountBox"));
const RenameDialog = lazy(() => import("./RenameDialog"));

const NO_BOARDS: readonly BoardSummary[] = [];

/** The list of boards; templates first for whoever has none yet. */
export function Home() {
  const [boards, setBoards] = useState<readonly BoardSummary[] | null>(null);
  const [templates, setTemplates] = useState<readonly TemplateSummary[]>([]);
  const [error, setError] = useState<ApiError | null>(null);
  const [isCreating, setCreating] = useState(false);
  const [query, setQuery] = useState("");
  const [renamed, setRenamed] = useState<BoardSummary | null>(null);
  const [deleted, setDeleted] = useState<BoardSummary | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const glances = useGlances(boards ?? NO_BOARDS);

  const refresh = useCallback(() => listBoards().then(setBoards, setError), []);
  useEffect(() => {
    void refresh();
    listTemplates().then(setTemplates, setError);
  }, [refresh]);

  function create(from: Parameters<typeof createBoard>[0] = {}): void {
    if (isCreating) return;
    setCreating(true);
    createBoard(from)
      // A whole load: the board's address is opened with its own link and token.
      .then(({ links }) => location.assign(links.owner))
      .catch((reason: ApiError) => {
        setCreating(false);
        setError(reason);
      });
  }

  const importFile = (file: File) => {
    readBoardFile(file).then((board) => create({ board }), setError);
  };
  useFileDrop(importFile);
  const duplicate = ({ id, title }: BoardSummary) =>
    boardJson(id)
      .then((board) => createBoard({ board: { ...board, title: copyTitle(title) } }))
      .then(refresh)
      .catch(setError);
  const rename = (board: BoardSummary, title: string) => {
    setRenamed(null);
    renameBoard(board.id, title).then(refresh, setError);
  };
  const remove = (board: BoardSummary) =>
    deleteBoard(board.id)
      .then(() => setDeleted(board))
      .then(refresh)
      .catch(setError);
  const bringBack = (board: BoardSummary) => {
    setDeleted(null);
    restoreBoard(board.id).then(refresh, setError);
  };
  const exportFile = ({ id, title }: BoardSummary) =>
    boardJson(id)
      .then((board) => saveFile(boardFile(title), "application/json", `${JSON.stringify(board, null, 2)}\n`))
      .catch(setError);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || !areLetterKeysOn()) return;
      const key = keyName(event);
      if (key === "n") create();
      if (key === "i") picker.current?.click();
      if (key !== "/") return;
      event.preventDefault();
      search.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });

  if (error?.status === 401) return <SignedOut />;
  const list = boards && (
    <BoardList
      boards={boards}
      glances={glances}
      query={query}
      onRename={setRenamed}
      onDuplicate={duplicate}
      onExport={exportFile}
      onDelete={remove}
    />
  );
  const gallery = (
    <Templates templates={templates} disabled={isCreating} onChoose={(template) => create({ template })} />
  );
  return (
    <div className="min-h-full">
      <header className="flex h-11 items-center gap-2 border-line border-b bg-surface px-3">
        <Mark />
        <b className="flex-1 t-title">Carveout</b>
        {boards !== null && boards.length > 0 && <SearchBox ref={search} query={query} onQuery={setQuery} />}
        <a href="/docs" className="px-1 t-small">
          Strategies
        </a>
        <a href="/docs/claims" className="px-1 t-small">
          Claims
        </a>
        <Suspense>
          <AccountBox />
        </Suspense>
        <ThemeButton />
      </header>
      <main className="mx-auto max-w-[1216px] px-4 py-6">
        <div className="mb-6 flex flex-wrap items-end gap-3">
          <div className="flex-1 max-sm:basis-full">
            <h1 className="t-h1">Boards</h1>
            <p className="text-ink-2">Hardware and strategies side by side; results for everybody at once.</p>
          </div>
          <input
            ref={picker}
            type="file"
            accept=".json,application/json"
            className="hidden"
            aria-label="Board to import"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file !== undefined) importFile(file);
              event.target.value = "";
            }}
          />
          <Button
            glyph={Import}
            hint="I"
            disabled={isCreating}
            title="A board that was exported as JSON; it can be dropped on this page, too"
            onClick={() => picker.current?.click()}
          >
            Import
          </Button>
          <Button look="primary" glyph={Plus} hint="N" disabled={isCreating} onClick={() => create()}>
            {isCreating ? "Opening a board" : "New board"}
          </Button>
        </div>
        {error && (
          <p role="alert" className="mb-6 rounded-card border border-err bg-err-soft px-3 py-2 text-ink">
            {error.message}
          </p>
        )}
        {boards?.length === 0 && gallery}
        {boards && query === "" && <SinceYouLooked boards={boards} glances={glances} />}
        {list}
        {boards !== null && boards.length > 0 && gallery}
      </main>
      <div role="status" className="pointer-events-none fixed bottom-3 left-3 z-20 max-w-[calc(100vw-24px)]">
        {deleted && (
          <Toast
            glyph={Trash2}
            headline={`${deleted.title || "Untitled board"} deleted`}
            onClose={() => setDeleted(null)}
            actions={<TextButton onClick={() => bringBack(deleted)}>Undo</TextButton>}
          >
            Its links lead nowhere now. It is kept for 30 days.
          </Toast>
        )}
      </div>
      {renamed && (
        <Suspense>
          <RenameDialog
            title={renamed.title}
            onRename={(title) => rename(renamed, title)}
            onClose={() => setRenamed(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Within the model's limit of 200 characters. */
function copyTitle(title: string): string {
  return `Copy of ${title || "Untitled board"}`.slice(0, 200);
}
