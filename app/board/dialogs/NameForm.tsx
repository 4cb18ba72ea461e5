import { useState } from "react";
import { Button } from "../../ui/Button";

const MAX_NAME_LENGTH = 60;

/** The name everybody will see. */
export function NameForm(props: { name: string; action: string; onName: (name: string) => void }) {
  const [name, setName] = useState(props.name);
  const trimmed = name.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed !== "") props.onName(trimmed);
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
          {props.action}
        </Button>
      </div>
    </form>
  );
}
