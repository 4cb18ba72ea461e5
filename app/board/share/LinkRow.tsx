import type { BoardLink } from "@carveout/wire";
import Link2Off from "lucide-react/icons/link-2-off";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../ui/Button";
import { TextButton } from "../../ui/TextButton";
import { CopyButton } from "../messages/CopyButton";
import { linkWords } from "./link-words";
import { restoreLink, withdrawLink } from "./links";

interface LinkRowProps {
  board: string;
  link: BoardLink;
  /** Just made: the focus goes to its address, ready to be copied. */
  isNew: boolean;
}

/** A link with what is known of it. Withdrawn, it stays for as long as the dialog is open, so that it can be given back. */
export function LinkRow({ board, link, isNew }: LinkRowProps) {
  const [isWithdrawn, setWithdrawn] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const address = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isNew) address.current?.focus();
  }, [isNew]);
  const row = useRef<HTMLLIElement>(null);
  const shown = useRef(isWithdrawn);
  // The button that was pressed has gone: the focus is on the one that takes it back.
  useEffect(() => {
    if (shown.current !== isWithdrawn) [...(row.current?.querySelectorAll("button") ?? [])].at(-1)?.focus();
    shown.current = isWithdrawn;
  }, [isWithdrawn]);
  const change = async (withdrawn: boolean) => {
    setError(null);
    try {
      await (withdrawn ? withdrawLink : restoreLink)(board, link.id);
      setWithdrawn(withdrawn);
    } catch (reason) {
      setError((reason as Error).message);
    }
  };
  const { role, name, isYours } = link;
  const title = name === "" ? `${role}s` : `${role}s, ${name}`;
  return (
    <li ref={row} className="border-line border-b py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <p className="min-w-0 flex-1 basis-52 wrap-anywhere">
          <b className="t-title capitalize">{role}</b>
          {name !== "" && <span className="text-ink-2"> · {name}</span>}
        </p>
        {isWithdrawn ? (
          <p role="status" className="flex items-center gap-3 t-small text-ink-2">
            This link was withdrawn
            <TextButton onClick={() => change(false)}>Undo</TextButton>
          </p>
        ) : (
          <div className="flex items-center gap-3">
            <CopyButton text={link.address}>Copy link</CopyButton>
            {isYours ? (
              <span className="t-small text-ink-2">your link</span>
            ) : (
              <Button
                look="ghost"
                glyph={Link2Off}
                aria-label={`Withdraw the ${role} link${name === "" ? "" : `, ${name}`}`}
                onClick={() => change(true)}
              >
                Withdraw
              </Button>
            )}
          </div>
        )}
      </div>
      {!isWithdrawn && (
        <>
          <p className="t-small text-ink-2">{linkWords(link, new Date())}</p>
          <input
            ref={address}
            readOnly
            aria-label={`Link for ${title}`}
            value={link.address}
            onFocus={(event) => event.target.select()}
            className="mt-1.5 h-7 w-full rounded-field border border-line bg-sunken px-2 t-num text-ink-2 pointer-coarse:h-11"
          />
        </>
      )}
      {error && (
        <p role="alert" className="t-small text-err">
          {error}
        </p>
      )}
    </li>
  );
}
