import { MAX_VERSION_NAME } from "@carveout/model";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/Button";

/** Where a version gets its name. Escape leaves it as it was. */
export function VersionName(props: {
  label: string;
  action: string;
  first?: string;
  onName: (name: string) => void;
  onCancel: () => void;
}) {
  const { label, action, first = "", onName, onCancel } = props;
  const [name, setName] = useState(first);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onName(name.trim());
  };
  return (
    <form
      onSubmit={submit}
      className="flex gap-1.5"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onCancel();
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it has just been asked for
        autoFocus
        aria-label={label}
        placeholder={label}
        maxLength={MAX_VERSION_NAME}
        value={name}
        onChange={(event) => setName(event.target.value)}
        className="h-7 min-w-0 flex-1 rounded-field border border-line-strong bg-sunken px-2 pointer-coarse:h-11"
      />
      <Button type="submit" disabled={name.trim() === ""}>
        {action}
      </Button>
    </form>
  );
}
