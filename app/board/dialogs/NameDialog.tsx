import { useState } from "react";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";

const MAX_NAME_LENGTH = 60;

/** Asks once for the name everybody will see. */
export function NameDialog({ onName }: { onName: (name: string) => void }) {
  const [name, setName] = useState("");
  const trimmed = name.trim();
  return (
    <Dialog title="Your name on this board" width={400}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed !== "") onName(trimmed);
        }}
      >
        <label className="block">
          <span className="t-small text-ink-2">Others see it at your pointer and your edits.</span>
          <input
            data-first-focus
            value={name}
            maxLength={MAX_NAME_LENGTH}
            autoComplete="name"
            placeholder="B. Maintainer"
            onChange={(event) => setName(event.target.value)}
            className="mt-2 h-8 w-full rounded-field border border-line-strong bg-surface px-2 placeholder:text-ink-3 pointer-coarse:h-11"
          />
        </label>
        <div className="mt-4 flex justify-end">
          <Button type="submit" look="primary" hint="Enter" disabled={trimmed === ""}>
            Go to the board
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
