import FileText from "lucide-react/icons/file-text";
import X from "lucide-react/icons/x";
import { useEffect, useId, useRef, useState } from "react";
import { importProfile } from "../../api";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import { ahead } from "../../ui/late";
import { useWhiteboard } from "../canvas/context";
import { isBoardFile } from "../import/board-file";
import { useSession } from "../session";

const loadAddBoard = ahead(() => import("../import/add-board"));

/** Longest text that is sent, characters: a memblock=debug boot logs a few MiB. */
const MAX_TEXT_LENGTH = 16 * 1024 * 1024;
const PASTED = "pasted text";

interface Source {
  name: string;
  text: string;
}

type Progress =
  | { state: "choosing" }
  | { state: "reading" }
  | { state: "failed"; sentence: string }
  | { state: "done"; notes: readonly string[] };

interface ImportDialogProps {
  files: readonly File[];
  /** Where they were dropped; null puts the profile into the middle of the view. */
  at: { x: number; y: number } | null;
  onClose: () => void;
}

/** Reads a machine from its own files and puts it on the board as a profile, or the items of an exported board as new ones. */
export default function ImportDialog({ files, at, onClose }: ImportDialogProps) {
  const { board } = useSession();
  const whiteboard = useWhiteboard();
  const [sources, setSources] = useState<readonly Source[]>([]);
  const [pasted, setPasted] = useState("");
  const [progress, setProgress] = useState<Progress>({ state: "choosing" });
  const running = useRef<AbortController | null>(null);
  const pasteId = useId();

  const add = async (added: readonly File[]) => {
    const read = await Promise.all(added.map(readSource));
    setSources((before) => [...before, ...read]);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the files of the drop are read once
  useEffect(() => {
    void add(files);
    return () => running.current?.abort();
  }, []);

  const given = filesByName(sources, pasted);
  const start = async () => {
    const controller = new AbortController();
    running.current = controller;
    setProgress({ state: "reading" });
    try {
      const file = Object.values(given).find(isBoardFile);
      if (file !== undefined) {
        const { addBoard } = await loadAddBoard();
        whiteboard.present(await addBoard(whiteboard, file, at));
        onClose();
        return;
      }
      const { name, fields, notes } = await importProfile(board, given, controller.signal);
      whiteboard.place({ kind: "profile", name, fields }, at ?? whiteboard.freeSpot("profile"));
      if (notes.length === 0) onClose();
      else setProgress({ state: "done", notes });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      setProgress({ state: "failed", sentence: error instanceof Error ? error.message : String(error) });
    }
  };
  const cancel = () => {
    running.current?.abort();
    setProgress({ state: "choosing" });
  };

  if (progress.state === "done")
    return (
      <Dialog title="The machine is on the board" width={560} onClose={onClose}>
        <ul className="list-disc pl-5 text-ink-2">
          {progress.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
        <Actions>
          <Button look="primary" onClick={onClose}>
            To the board
          </Button>
        </Actions>
      </Dialog>
    );
  const isReading = progress.state === "reading";
  return (
    <Dialog title="Import" width={560} onClose={onClose}>
      <div className="grid gap-3">
        <p className="text-ink-2">
          Drop <code className="t-num">/proc/iomem</code>, <code className="t-num">/proc/zoneinfo</code>,{" "}
          <code className="t-num">/proc/meminfo</code> and a <code className="t-num">dmesg</code> here, or
          paste them one after another. Any of them helps; read iomem as root, or its addresses are zeros. A
          board that was exported as JSON comes as new items beside what is here.
        </p>
        {sources.length > 0 && <SourceList sources={sources} onChange={setSources} />}
        {/* The platform's own control takes files that are dropped on it, too. */}
        <input
          type="file"
          multiple
          aria-label="Files to import"
          className="w-full rounded-card border border-line-strong border-dashed px-4 py-5 t-small text-ink-2 file:mr-3 file:h-7 file:rounded-button file:border file:border-line file:bg-surface file:px-2.5 file:text-ink"
          onChange={(event) => {
            void add([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
        <div>
          <label htmlFor={pasteId} className="t-small text-ink-2">
            Or paste
          </label>
          <textarea
            id={pasteId}
            value={pasted}
            spellCheck={false}
            rows={6}
            placeholder="00001000-0009fbff : System RAM"
            onChange={(event) => setPasted(event.target.value)}
            className="mt-1 block w-full resize-y rounded-field border border-line-strong bg-sunken p-2 t-mail placeholder:text-ink-3"
          />
        </div>
        {progress.state === "failed" && <Failure sentence={progress.sentence} />}
      </div>
      <Actions>
        {isReading && (
          <>
            <progress className="h-1 w-32 self-center accent-accent" aria-label="Reading" />
            <Button onClick={cancel}>Stop reading</Button>
          </>
        )}
        <Button
          look="primary"
          disabled={isReading || Object.keys(given).length === 0}
          onClick={() => void start()}
        >
          {isReading ? "Reading" : "Put it on the board"}
        </Button>
      </Actions>
    </Dialog>
  );
}

function SourceList({
  sources,
  onChange,
}: {
  sources: readonly Source[];
  onChange: (sources: readonly Source[]) => void;
}) {
  return (
    <ul className="rounded-card border border-line">
      {sources.map((source) => (
        <li key={source.name} className="flex items-center gap-2 border-line px-2.5 py-1 not-first:border-t">
          <Icon glyph={FileText} size={14} className="text-ink-2" />
          <span className="min-w-0 flex-1 truncate">{source.name}</span>
          <span className="t-small text-ink-3">{Math.ceil(source.text.length / 1024)} KiB</span>
          <IconButton
            glyph={X}
            name={`Leave ${source.name} out`}
            side="left"
            size={14}
            onClick={() => onChange(sources.filter((other) => other !== source))}
          />
        </li>
      ))}
    </ul>
  );
}

function Failure({ sentence }: { sentence: string }) {
  return (
    <div role="alert" className="rounded-card border border-err bg-err-soft px-3 py-2">
      <p>{sentence}</p>
    </div>
  );
}

function Actions({ children }: { children: React.ReactNode }) {
  return <div className="mt-4 flex justify-end gap-2">{children}</div>;
}

/** Of a log that is too long the start is sent: the facts of a boot are there. A board with its pictures is read whole. */
async function readSource(file: File): Promise<Source> {
  const start = await file.slice(0, MAX_TEXT_LENGTH).text();
  const isCut = file.size > MAX_TEXT_LENGTH;
  return { name: file.name, text: isCut && isBoardFile(start) ? await file.text() : start };
}

/** What each is, the server reads from its content; of two files of one name the last counts. */
function filesByName(sources: readonly Source[], pasted: string): Record<string, string> {
  const given = Object.fromEntries(sources.map(({ name, text }) => [name, text]));
  return pasted.trim() === "" ? given : { ...given, [PASTED]: pasted };
}
