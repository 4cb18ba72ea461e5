import type { Role } from "@carveout/wire";
import { useEffect, useState } from "react";
import { type ApiError, type BoardLinks, boardLinks } from "../../api";
import { Dialog } from "../../ui/Dialog";
import { CopyButton } from "../messages/CopyButton";
import { useIdentity, useSession } from "../session";

const ROLES: readonly { role: Role; can: string }[] = [
  { role: "editor", can: "changes everything on the board, leads sessions" },
  { role: "commenter", can: "reads along, comments and gives verdicts" },
  { role: "viewer", can: "reads along" },
  { role: "owner", can: "as an editor, gives out these links, may delete the board" },
];

/** A link per role. Whoever has a link has its role. */
export default function ShareDialog({ onClose }: { onClose: () => void }) {
  const role = useIdentity()?.role;
  return (
    <Dialog title="Share this board" width={560} onClose={onClose}>
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
  const [links, setLinks] = useState<BoardLinks | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    boardLinks(board).then(setLinks, setError);
  }, [board]);
  return (
    <>
      <p className="mb-3 text-ink-2">Whoever opens a link has its role, without an account.</p>
      {error && (
        <p role="alert" className="text-err">
          {error.message}
        </p>
      )}
      <ul className="grid gap-3">
        {ROLES.map(({ role, can }) => (
          <li key={role}>
            <div className="flex items-baseline gap-2">
              <b className="t-title capitalize">{role}</b>
              <span className="flex-1 t-small text-ink-2">{can}</span>
              {links && <CopyButton text={absolute(links[role])}>Copy link</CopyButton>}
            </div>
            <input
              readOnly
              aria-label={`Link for ${role}s`}
              value={links ? absolute(links[role]) : ""}
              onFocus={(event) => event.target.select()}
              className="mt-1 h-7 w-full rounded-field border border-line bg-sunken px-2 t-num text-ink-2"
            />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Links may come as paths: the address they are reached at is this browser's to know. */
function absolute(link: string): string {
  return new URL(link, location.href).href;
}

function withArticle(role: Role | undefined): string {
  if (role === undefined) return "a guest";
  return role === "editor" || role === "owner" ? `an ${role}` : `a ${role}`;
}
