"use client";

import Plus from "lucide-react/icons/plus";
import { useEffect, useState } from "react";
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
import { SignedOut } from "./SignedOut";
import { Templates } from "./Templates";

type Loaded = { boards: BoardSummary[]; templates: TemplateSummary[] };

/** The list of boards; templates first for whoever has none yet. */
export function Home() {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isCreating, setCreating] = useState(false);

  useEffect(() => {
    Promise.all([listBoards(), listTemplates()])
      .then(([boards, templates]) => setLoaded({ boards, templates }))
      .catch((reason: ApiError) => setError(reason));
  }, []);

  function create(template?: string): void {
    if (isCreating) return;
    setCreating(true);
    createBoard(template === undefined ? {} : { template })
      // A whole load: the board's address is opened with its own link and token.
      .then(({ links }) => location.assign(links.owner))
      .catch((reason: ApiError) => {
        setCreating(false);
        setError(reason);
      });
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (keyName(event) === "n" && !isTyping(event.target) && areLetterKeysOn()) create();
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
              <Templates templates={loaded.templates} disabled={isCreating} onChoose={create} />
              <BoardList boards={loaded.boards} />
            </>
          ) : (
            <>
              <BoardList boards={loaded.boards} />
              <Templates templates={loaded.templates} disabled={isCreating} onChoose={create} />
            </>
          ))}
      </main>
    </div>
  );
}
