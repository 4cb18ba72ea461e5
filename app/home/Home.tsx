"use client";

import Import from "lucide-react/icons/import";
import Plus from "lucide-react/icons/plus";
import { useEffect, useRef, useState } from "react";
import {
  type ApiError,
  type BoardSummary,
  createBoard,
  listBoards,
  listTemplates,
  type TemplateSummary,
} from "../api";
import { Button } from "../ui/Button";
import { isTyping, keyName } from "../ui/key";
import { areLetterKeysOn } from "../ui/letter-keys";
import { Mark } from "../ui/Mark";
import { ThemeButton } from "../ui/ThemeButton";
import { BoardList } from "./BoardList";
import { readBoardFile, useFileDrop } from "./board-file";
import { SignedOut } from "./SignedOut";
import { Templates } from "./Templates";

type Loaded = { boards: BoardSummary[]; templates: TemplateSummary[] };

/** The list of boards; templates first for whoever has none yet. */
export function Home() {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isCreating, setCreating] = useState(false);
  const picker = useRef<HTMLInputElement>(null);

  useEffect(() => {
    Promise.all([listBoards(), listTemplates()])
      .then(([boards, templates]) => setLoaded({ boards, templates }))
      .catch((reason: ApiError) => setError(reason));
  }, []);

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

  const importFile = (file: File) =>
    readBoardFile(file)
      .then((board) => create({ board }))
      .catch((reason: ApiError) => setError(reason));
  useFileDrop(importFile);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || !areLetterKeysOn()) return;
      if (keyName(event) === "n") create();
      if (keyName(event) === "i") picker.current?.click();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });

  if (error?.status === 401) return <SignedOut />;
  return (
    <div className="min-h-full">
      <header className="flex h-11 items-center gap-2 border-line border-b bg-surface px-3">
        <Mark />
        <b className="flex-1 t-title">Carveout</b>
        <a href="/docs" className="px-1 t-small">
          Strategies
        </a>
        <a href="/docs/claims" className="px-1 t-small">
          Claims
        </a>
        <ThemeButton />
      </header>
      <main className="mx-auto max-w-[1216px] px-4 py-6">
        <div className="mb-6 flex flex-wrap items-end gap-3">
          <div className="flex-1">
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
              if (file !== undefined) void importFile(file);
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
        {loaded &&
          (loaded.boards.length === 0 ? (
            <>
              <Templates
                templates={loaded.templates}
                disabled={isCreating}
                onChoose={(template) => create({ template })}
              />
              <BoardList boards={loaded.boards} />
            </>
          ) : (
            <>
              <BoardList boards={loaded.boards} />
              <Templates
                templates={loaded.templates}
                disabled={isCreating}
                onChoose={(template) => create({ template })}
              />
            </>
          ))}
      </main>
    </div>
  );
}
