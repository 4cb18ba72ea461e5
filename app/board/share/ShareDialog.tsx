import type { BoardLink, Role } from "@carveout/wire";
import { useEffect, useState } from "react";
import { Dialog } from "../../ui/Dialog";
import { useIdentity, useSession } from "../session";
import { LinkRow } from "./LinkRow";
import { boardLinks } from "./links";
import { NewLinkForm } from "./NewLinkForm";

/** The board's links. Whoever has a link has its role, until an owner withdraws it. */
export default function ShareDialog({ onClose }: { onClose: () => void }) {
  const role = useIdentity()?.role;
  return (
    <Dialog title="Share this board" width={640} onClose={onClose}>
      {role === "owner" ? (
        <Links />
      ) : (
        <p className="text-ink-2">
          You are here as {withArticle(role)}. Only an owner can see the links; ask one for the link of the
          role you need.
        </p>
      )}
    </Dialog>
  );
}

function Links() {
  const { board } = useSession();
  const [links, setLinks] = useState<readonly BoardLink[] | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    boardLinks(board).then(setLinks, ({ message }: Error) => setError(message));
  }, [board]);
  return (
    <>
      <p className="mb-1 text-ink-2">
        Whoever opens a link has its role, without an account. A withdrawn link closes the board for everybody
        who is on it by that link.
      </p>
      {error && (
        <p role="alert" className="text-err">
          {error}
        </p>
      )}
      <ul aria-label="Links" aria-busy={links === null && error === null}>
        {links?.map((link) => (
          <LinkRow key={link.id} board={board} link={link} isNew={link.id === made} />
        ))}
      </ul>
      {links !== null && (
        <NewLinkForm
          board={board}
          onMade={(link) => {
            setLinks([...links, link]);
            setMade(link.id);
          }}
        />
      )}
    </>
  );
}

function withArticle(role: Role | undefined): string {
  if (role === undefined) return "a guest";
  return role === "editor" || role === "owner" ? `an ${role}` : `a ${role}`;
}
