import { boardFile } from "@carveout/model";
import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useState } from "react";
import { boardFileAddress } from "../../../api";
import { DownloadLink } from "../../../ui/DownloadLink";
import { IconButton } from "../../../ui/IconButton";
import { useSession, useTitle } from "../../session";
import s from "./experiment.module.css";
import { provenanceText, type RunName, runCommand } from "./provenance-text";
import type { ShownExperiment } from "./use-experiment";

const COPIED_MS = 2000;

/** Which runs these are and how to repeat them. */
export function Provenance({ experiment }: { experiment: ShownExperiment }) {
  const { board } = useSession();
  const title = useTitle();
  const [isCopied, setCopied] = useState(false);
  const named = experiment.variants.filter(({ frame }) => frame !== undefined && frame.run !== "");
  const seed = named[0]?.frame?.seed ?? null;
  if (seed === null) return <span>No run has a name yet.</span>;
  const runs: RunName[] = named.map(({ head, frame }) => ({
    letter: head.letter,
    run: frame?.run ?? "",
    core: frame?.status.state === "result" ? frame.status.result.core : null,
  }));
  const core = runs.find((run) => run.core !== null)?.core;
  const copy = () =>
    navigator.clipboard.writeText(provenanceText(title, runs, seed)).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), COPIED_MS);
    });
  return (
    <>
      <span className={s.provenance}>
        {runs.map(({ letter, run }) => (
          <b className={s.runName} key={letter} title={run}>
            {letter} {run.slice(0, 8)}
          </b>
        ))}
        <span>seed {seed}</span>
        {core && <span>core {core}</span>}
        <span>{runCommand(title, runs[0]?.letter ?? "A", seed)}</span>
      </span>
      <DownloadLink href={boardFileAddress(board)} file={boardFile(title)} size={14} side="left" />
      <IconButton
        glyph={isCopied ? Check : Copy}
        size={14}
        name={isCopied ? "Copied" : "Copy the runs and their commands"}
        side="left"
        onClick={copy}
      />
    </>
  );
}
