import type { BoardLink, Role } from "@carveout/wire";
import { useId, useState } from "react";
import { Button } from "../../ui/Button";
import { makeLink } from "./links";

/** The server's limit, so that the box stops where it would refuse. */
const MAX_NAME_LENGTH = 60;
const DAY_MS = 24 * 3_600_000;

const CAN: Record<Role, string> = {
  editor: "changes everything on the board, leads sessions",
  commenter: "reads along, comments and gives verdicts",
  viewer: "reads along",
  owner: "as an editor, gives out and withdraws links, may delete the board",
};

/** How long a link may live: a session, a round of review, a cycle. */
const LIVES: readonly { days: number; words: string }[] = [
  { days: 0, words: "never" },
  { days: 1, words: "in a day" },
  { days: 7, words: "in a week" },
  { days: 30, words: "in 30 days" },
  { days: 90, words: "in 90 days" },
];

const BOX = "h-8 w-full rounded-field border border-line-strong bg-surface px-2 pointer-coarse:h-11";

export function NewLinkForm({ board, onMade }: { board: string; onMade: (link: BoardLink) => void }) {
  const [role, setRole] = useState<Role>("commenter");
  const [name, setName] = useState("");
  const [days, setDays] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const canId = useId();
  const make = async () => {
    setError(null);
    const expiresAt = days === 0 ? null : Date.now() + days * DAY_MS;
    try {
      onMade(await makeLink(board, { role, name: name.trim(), expiresAt }));
      setName("");
    } catch (reason) {
      setError((reason as Error).message);
    }
  };
  return (
    <form
      aria-label="Another link"
      className="mt-4"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <h3 className="t-title">Another link</h3>
      <div className="mt-2 grid grid-cols-2 gap-x-2 gap-y-2 sm:grid-cols-[1fr_2fr_1fr_auto] sm:items-end">
        <label>
          <span className="t-small text-ink-2">Role</span>
          <select
            value={role}
            aria-describedby={canId}
            onChange={(event) => setRole(event.target.value as Role)}
            className={`${BOX} capitalize`}
          >
            {(Object.keys(CAN) as Role[]).map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <label className="order-first col-span-2 sm:order-none sm:col-span-1">
          <span className="t-small text-ink-2">For whom (optional)</span>
          <input
            value={name}
            maxLength={MAX_NAME_LENGTH}
            placeholder="linux-mm"
            onChange={(event) => setName(event.target.value)}
            className={`${BOX} placeholder:text-ink-3`}
          />
        </label>
        <label>
          <span className="t-small text-ink-2">Expires</span>
          <select value={days} onChange={(event) => setDays(Number(event.target.value))} className={BOX}>
            {LIVES.map(({ days: each, words }) => (
              <option key={each} value={each}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" look="primary" className="col-span-2 h-8 justify-center sm:col-span-1">
          Make a link
        </Button>
      </div>
      <p id={canId} className="mt-2 t-small text-ink-2">
        <span className="capitalize">{role}</span>: {CAN[role]}.
      </p>
      {error && (
        <p role="alert" className="mt-1 t-small text-err">
          {error}
        </p>
      )}
    </form>
  );
}
