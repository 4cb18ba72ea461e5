"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { ApiError, type KeptRun, keptRun } from "../api";
import { SignedOut } from "../home/SignedOut";
import { Mark } from "../ui/Mark";

const RunView = dynamic(() => import("./RunView").then((module) => module.RunView), { ssr: false });

/** Fetches a run by its name and shows it, or says why it can't be shown. */
export function RunPage({ run }: { run: string }) {
  const [kept, setKept] = useState<KeptRun | ApiError | null>(null);
  useEffect(() => {
    keptRun(run).then(setKept, (error: unknown) =>
      setKept(error instanceof ApiError ? error : new ApiError(0, String(error))),
    );
  }, [run]);
  if (kept instanceof ApiError)
    return kept.status === 401 ? (
      <SignedOut what="any board here" />
    ) : (
      <main className="grid min-h-dvh grid-cols-1 place-items-center p-4">
        <div className="w-110 max-w-full rounded-panel border border-line bg-surface p-6 shadow-e1">
          <Mark size={28} />
          <h1 className="mt-4 t-h2">This run cannot be shown</h1>
          <p className="mt-2 text-ink-2">{kept.message}</p>
        </div>
      </main>
    );
  if (kept === null)
    return (
      <main className="grid min-h-dvh grid-cols-1 place-items-center p-4 text-ink-2">
        <p role="status">Opening run {run.slice(0, 8)}</p>
      </main>
    );
  return <RunView kept={kept} />;
}
