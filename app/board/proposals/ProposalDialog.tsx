import { MAX_INPUT_BYTES, type ReadMails, readMails, threadOrder } from "@carveout/formats/mail";
import { type NewProposal, newProposal } from "@carveout/model";
import { useEffect, useId, useState } from "react";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { useDesk } from "../desk";
import { pasteNote } from "../paste/note";
import s from "./proposals.module.css";

interface ProposalDialogProps {
  files: readonly File[];
  /** What was pasted on the board. */
  text: string;
  /** Where it was dropped; null puts it into the middle of the view. */
  at: { x: number; y: number } | null;
  onClose: () => void;
}

/** Reads mails, shows what was read and what not, and puts them on the board as a proposal. Nothing leaves the browser before that. */
export default function ProposalDialog({ files, text, at, onClose }: ProposalDialogProps) {
  const desk = useDesk();
  const { whiteboard } = desk;
  const [pasted, setPasted] = useState(text);
  const [given, setGiven] = useState<readonly File[]>(files);
  const [read, setRead] = useState<ReadMails | null>(null);
  const textId = useId();
  useEffect(() => {
    let isWanted = true;
    // What is typed is read when the typing pauses.
    const timer = setTimeout(async () => {
      const all = await readAll(given, pasted);
      if (isWanted) setRead(all);
    }, 120);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [given, pasted]);
  const proposal = read === null || read.mails.length === 0 ? null : newProposal(threadOrder(read.mails));
  const put = () => {
    if (proposal === null) return;
    const { name, fields } = proposal;
    whiteboard.place({ kind: "proposal", name, fields }, at ?? whiteboard.freeSpot("proposal"));
    onClose();
  };
  return (
    <Dialog title="Import a proposal" width={640} onClose={onClose}>
      <div className="grid gap-3">
        <p className="text-ink-2">
          Paste a mail, a thread, a patch, or text copied from a list archive's page. Files of{" "}
          <code className="t-num">git format-patch</code>, <code className="t-num">.eml</code> and{" "}
          <code className="t-num">.mbox</code> can be dropped here.
        </p>
        <div>
          <label htmlFor={textId} className="t-small text-ink-2">
            Mail
          </label>
          <textarea
            id={textId}
            data-first-focus
            value={pasted}
            spellCheck={false}
            rows={9}
            placeholder={"From: D. Author <author@example.org>\nSubject: [PATCH RFC v2 2/4] mm: …"}
            onChange={(event) => setPasted(event.target.value)}
            className="mt-1 block w-full resize-y rounded-field border border-line-strong bg-sunken p-2 t-mail placeholder:text-ink-3"
          />
        </div>
        <input
          type="file"
          multiple
          aria-label="Files of mails"
          className="w-full rounded-card border border-line-strong border-dashed px-4 py-3 t-small text-ink-2 file:mr-3 file:h-7 file:rounded-button file:border file:border-line file:bg-surface file:px-2.5 file:text-ink"
          onChange={(event) => setGiven([...(event.target.files ?? [])])}
        />
        {given.length > 0 && (
          <p className="t-small text-ink-2">Files: {given.map(({ name }) => name).join(", ")}</p>
        )}
        <div aria-live="polite" className={s.read}>
          {read !== null && (given.length > 0 || pasted.trim() !== "") && (
            <WhatWasRead read={read} proposal={proposal} />
          )}
        </div>
      </div>
      <div className="mt-4 flex justify-end gap-2">
        {text !== "" && (
          <Button
            onClick={() => {
              void pasteNote.paste({ text: pasted, files: [], at: at ?? whiteboard.viewCentre() }, desk);
              onClose();
            }}
          >
            Make it a note
          </Button>
        )}
        <Button look="primary" disabled={proposal === null} onClick={put}>
          Put it on the board
        </Button>
      </div>
    </Dialog>
  );
}

/** Files and pasted text as one thread. */
async function readAll(files: readonly File[], pasted: string): Promise<ReadMails> {
  const inputs = [
    ...(await Promise.all(
      files.map(async (file) => new Uint8Array(await file.slice(0, MAX_INPUT_BYTES + 1).arrayBuffer())),
    )),
    ...(pasted.trim() === "" ? [] : [pasted]),
  ];
  const reads = await Promise.all(inputs.map((input) => readMails(input)));
  return {
    mails: reads.flatMap(({ mails }) => mails),
    problems: reads.flatMap(({ problems }) => problems),
    leftOut: reads.flatMap(({ leftOut }) => leftOut),
  };
}

function WhatWasRead({ read, proposal }: { read: ReadMails; proposal: NewProposal | null }) {
  const { mails, problems, leftOut } = read;
  return (
    <>
      {proposal !== null && (
        <p>
          <b>{proposal.name || "Text without a subject"}</b>
          <br />
          <span className="text-ink-2">
            {mails.length === 1 ? "1 mail" : `${mails.length} mails`}
            {mails[0]?.head.from && `, from ${mails[0].head.from.name || mails[0].head.from.address}`}
            {leftOut.length > 0 &&
              `, ${leftOut.length === 1 ? "1 line" : `${leftOut.length} lines`} of the page around left out`}
          </span>
        </p>
      )}
      {proposal !== null && proposal.left > 0 && (
        <p className={s.problem}>
          The last {proposal.left} mails do not fit: a proposal holds 512 KiB. Import them as a second one.
        </p>
      )}
      {problems.length > 0 && (
        <ul className={s.problems} aria-label="What could not be read">
          {problems.slice(0, 20).map(({ line, sentence }) => (
            <li key={`${line} ${sentence}`}>
              <span className={s.line}>line {line}</span> {sentence}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
