import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useState } from "react";
import { boardFileAddress } from "../../../api";
import { DownloadLink } from "../../../ui/DownloadLink";
import { IconButton } from "../../../ui/IconButton";
import { useSession } from "../../session";
import type { ShownInView } from "./use-shown";
import s from "./view.module.css";

const COPIED_MS = 2000;

/** One line under all pictures: which runs these are, how to repeat them, and where each one opens later with the same numbers. */
export function ProvenanceLine(props: { shown: ShownInView; file: string; lines: readonly string[] }) {
  const { shown, file, lines } = props;
  const { board } = useSession();
  const [isCopied, setCopied] = useState(false);
  const core = shown.runs.find(({ result }) => result !== null)?.result?.core;
  const copy = () =>
    navigator.clipboard.writeText(`${lines.join("\n")}\n`).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), COPIED_MS);
    });
  if (shown.runs.length === 0) return <footer className={s.foot}>No run has a name yet.</footer>;
  const [first] = shown.runs;
  const command = `carveout run ${file} --variant ${first?.look.letter ?? "A"} --seed ${shown.seeds[0] ?? 0}`;
  return (
    <footer className={s.foot}>
      <span className={s.names}>
        {shown.runs.map(({ look, run, result, stale }) =>
          result === null || stale !== null ? (
            <b key={look.letter} title={run}>
              {look.letter} {run.slice(0, 8)}
              {stale !== null && " stale"}
            </b>
          ) : (
            <a key={look.letter} href={`/r/${run}`} title={`Permalink: run ${run} with these numbers`}>
              {look.letter} {run.slice(0, 8)}
            </a>
          ),
        )}
        <span>
          {shown.seeds.length === 1 ? "seed" : "seeds"} {shown.seeds[0]}
          {shown.seeds.length > 1 && ` to ${shown.seeds.at(-1)}`}
        </span>
        {core && <span>core {core}</span>}
        <span>bytes exact, times are the workload's own</span>
      </span>
      <code className={s.command}>{command}</code>
      <DownloadLink href={boardFileAddress(board)} file={file} size={14} side="top" />
      <IconButton
        glyph={isCopied ? Check : Copy}
        size={14}
        name={isCopied ? "Copied" : "Copy the runs, their commands and permalinks"}
        side="left"
        onClick={copy}
      />
    </footer>
  );
}
